"""Hugo's file formats, read and edited byte for byte. Imports no Django and nothing of the project's."""
