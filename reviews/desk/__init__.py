"""The editors' side: the admin's pages, and the views beside them. Every view asks for the object's permission."""
