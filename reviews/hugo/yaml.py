"""YAML front matter, read as Hugo reads it and edited in place: the one door to the `yaml_*` modules."""

from reviews.hugo.yaml_edit import remove, set_value
from reviews.hugo.yaml_items import insert_item, move_item, remove_item
from reviews.hugo.yaml_read import read

__all__ = ["insert_item", "move_item", "read", "remove", "remove_item", "set_value"]
