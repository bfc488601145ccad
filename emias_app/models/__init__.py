"""The vocabulary on the wire, shared by client and backend."""
