"""YAML front matter, read as Hugo reads it and edited in place: the one door to the `yaml_*` modules."""

from reviews.hugo.yaml_read import read

__all__ = ["read"]
