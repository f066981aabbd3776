fn probe() {}
