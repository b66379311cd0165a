"""Markdown to safe HTML as Hugo's goldmark makes it. Imports no Django; `render` is the one way in."""

from reviews.rendering.options import NO_HOOKS, Heading, Hooks, Markup, Problem, Rendered, RenderOptions
from reviews.rendering.page import render
from reviews.rendering.sanitising import plain_text, sanitise
from reviews.rendering.shortcode_calls import ShortcodeCall, ShortcodeRefused, ShortcodeTemplate

__all__ = [
    "NO_HOOKS",
    "Heading",
    "Hooks",
    "Markup",
    "Problem",
    "RenderOptions",
    "Rendered",
    "ShortcodeCall",
    "ShortcodeRefused",
    "ShortcodeTemplate",
    "plain_text",
    "render",
    "sanitise",
]
