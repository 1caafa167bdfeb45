"""Drills: the system's own processes are killed, cut off and overloaded, promises are compared with what is.

Everything runs on servers of its own in a folder of its own, on unix sockets; nothing of the installation is touched.
"""
