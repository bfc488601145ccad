"""What the tests stand on: the in-process driver, robots, fakes and factories."""
