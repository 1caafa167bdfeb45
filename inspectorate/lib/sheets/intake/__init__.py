"""What runs in the limited child process that opens an untrusted table.

Nothing here imports Django or the rest of the product: the child starts in a few milliseconds, holds no secret
and is ended by the operating system when a file asks for more than its share.
"""
