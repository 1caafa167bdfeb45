"""Pages of publication: for citizens, for their programs, and for the desk."""
