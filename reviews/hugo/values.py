"""The values that front matter can hold, as Hugo's decoders hand them on."""

from datetime import date, datetime, time

Scalar = str | int | float | bool | None | datetime | date | time
Value = Scalar | list["Value"] | dict[str, "Value"]
