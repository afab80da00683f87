package io.github.ddnsjava.coordination;

import java.net.URI;
import java.time.Duration;

/** The contract over a fake of etcd. */
class EtcdFakeContractTest implements EtcdContract {
    private final FakeEtcd etcd = new FakeEtcd();
    private final Wire wire = new Wire(etcd);

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public URI endpoint() {
        return URI.create("http://etcd.test:2379");
    }

    @Override
    public void passes(String lease, Duration time) {
        etcd.end("ddns/" + lease);
    }
}
