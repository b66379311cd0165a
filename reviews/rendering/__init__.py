"""Markdown to safe HTML as Hugo's goldmark makes it. Imports no Django; `render` is the one way in."""

from reviews.rendering.options import Heading, Problem, Rendered, RenderOptions
from reviews.rendering.page import render
from reviews.rendering.sanitising import plain_text, sanitise

__all__ = ["Heading", "Problem", "RenderOptions", "Rendered", "plain_text", "render", "sanitise"]
