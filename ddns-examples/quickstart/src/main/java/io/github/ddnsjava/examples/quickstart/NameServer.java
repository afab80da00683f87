package io.github.ddnsjava.examples.quickstart;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * A small authoritative DNS server for one zone, in memory, on the loopback interface: queries over UDP and TCP (RFC
 * 1035), updates signed with TSIG (RFC 2136, RFC 8945). It stands in for the real server, so that an example needs
 * none; wildcards, delegations, transfers and DNSSEC are left out. Thread-safe.
 */
public final class NameServer implements AutoCloseable {
    private static final int MAX_UDP = 512;
    private static final int MAX_TCP = 65_535;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Name zone;
    private final TSIG key;
    private final InetAddress address = InetAddress.getLoopbackAddress();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger updates = new AtomicInteger();
    private volatile List<Record> records;
    private Closeable sockets = () -> {};
    private List<Thread> threads = List.of();
    private int port;

    /**
     * Starts it on a free port.
     *
     * @param zone the zone's name, with a dot at its end
     * @param keyName the name of the key that may write (HMAC-SHA256)
     * @param keySecret its secret, in Base64
     */
    public NameServer(String zone, String keyName, String keySecret) throws IOException {
        this.zone = Name.fromConstantString(zone);
        this.key = new TSIG(TSIG.HMAC_SHA256, keyName, keySecret);
        Name host = Name.fromConstantString("localhost.");
        this.records = List.of(
                new SOARecord(this.zone, DClass.IN, 60, host, host, 1, 3600, 600, 86_400, 60),
                new NSRecord(this.zone, DClass.IN, 60, host));
        start();
    }

    /** Returns the port of UDP and TCP. */
    public int port() {
        return port;
    }

    /** Returns how many queries came over TCP: the updater's. */
    public int queries() {
        return queries.get();
    }

    /** Returns how many updates were carried out. */
    public int updates() {
        return updates.get();
    }

    /** Comes back after {@link #stop}, on the same port and with the same records. */
    void start() throws IOException {
        ServerSocket newTcp = new ServerSocket(port, 50, address);
        port = newTcp.getLocalPort();
        DatagramSocket newUdp = new DatagramSocket(new InetSocketAddress(address, port));
        sockets = () -> {
            newTcp.close();
            newUdp.close();
        };
        threads = List.of(run("dns-udp", () -> serveUdp(newUdp)), run("dns-tcp", () -> serveTcp(newTcp)));
    }

    /** Goes away, as in an outage. */
    void stop() throws IOException, InterruptedException {
        sockets.close();
        // Until then, the port is not free.
        for (Thread thread : threads) {
            thread.join(TIMEOUT_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        sockets.close();
    }

    private static Thread run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serveUdp(DatagramSocket socket) {
        byte[] buffer = new byte[MAX_TCP];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()), MAX_UDP);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or not a DNS message: a DNS server says nothing to that.
            }
        }
    }

    private void serveTcp(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                run("dns-connection", () -> serve(connection));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(TIMEOUT_MILLIS);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(connection.getOutputStream()));
            while (true) {
                byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), MAX_TCP);
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // The client is done, or sent no DNS message.
        }
    }

    private byte[] answer(byte[] bytes, int maxBytes) throws IOException {
        Message request = new Message(bytes);
        Message answer = new Message(request.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(request.getHeader().getOpcode());
        if (request.getQuestion() == null) {
            throw new IOException("a DNS message without a question");
        }
        answer.addRecord(request.getQuestion(), Section.QUESTION);

        TSIGRecord tsig = request.getTSIG();
        int signature = tsig == null ? Rcode.NOERROR : key.verify(request, bytes, null);
        if (signature != Rcode.NOERROR) {
            answer.getHeader().setRcode(Rcode.NOTAUTH);
        } else if (request.getHeader().getOpcode() == Opcode.QUERY) {
            if (maxBytes == MAX_TCP) {
                queries.incrementAndGet();
            }
            query(request.getQuestion(), answer);
        } else if (request.getHeader().getOpcode() != Opcode.UPDATE) {
            answer.getHeader().setRcode(Rcode.NOTIMP);
        } else {
            answer.getHeader().setRcode(tsig == null ? Rcode.REFUSED : update(request));
        }
        if (tsig != null) {
            answer.setTSIG(key, signature, tsig);
        }
        return answer.toWire(maxBytes);
    }

    private void query(Record question, Message answer) {
        Name name = question.getName();
        if (!name.subdomain(zone)) {
            answer.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        answer.getHeader().setFlag(Flags.AA);
        boolean found = false;
        boolean exists = false;
        for (Record record : records) {
            exists |= record.getName().subdomain(name);
            if (is(record, name, question.getType()) || is(record, name, Type.CNAME)) {
                answer.addRecord(record, Section.ANSWER);
                found = true;
            }
        }
        if (!found) {
            answer.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(records.get(0), Section.AUTHORITY);
        }
    }

    private static boolean is(Record record, Name name, int type) {
        return record.getName().equals(name) && (type == Type.ANY || record.getType() == type);
    }

    /** Carries out an update as a whole, or not at all, and returns the response code. */
    private synchronized int update(Message update) {
        if (update.getQuestion().getType() != Type.SOA) {
            return Rcode.FORMERR;
        }
        if (!update.getQuestion().getName().equals(zone)) {
            return Rcode.NOTAUTH;
        }
        int unmet = unmet(update.getSection(Section.PREREQ));
        if (unmet != Rcode.NOERROR) {
            return unmet;
        }
        List<Record> next = new ArrayList<>(records);
        for (Record record : update.getSection(Section.UPDATE)) {
            if (!record.getName().subdomain(zone)) {
                return Rcode.NOTZONE;
            }
            apply(record, next);
        }
        SOARecord soa = (SOARecord) next.get(0);
        next.set(
                0,
                new SOARecord(
                        zone,
                        DClass.IN,
                        soa.getTTL(),
                        soa.getHost(),
                        soa.getAdmin(),
                        soa.getSerial() + 1,
                        soa.getRefresh(),
                        soa.getRetry(),
                        soa.getExpire(),
                        soa.getMinimum()));
        records = List.copyOf(next);
        updates.incrementAndGet();
        return Rcode.NOERROR;
    }

    /** Returns the code of the first prerequisite that is not met (RFC 2136 section 3.2). */
    private int unmet(List<Record> prerequisites) {
        Map<Record, Set<Record>> wanted = new HashMap<>();
        for (Record record : prerequisites) {
            boolean exists = records.stream().anyMatch(there -> is(there, record.getName(), record.getType()));
            boolean anyType = record.getType() == Type.ANY;
            if (record.getDClass() == DClass.ANY && !exists) {
                return anyType ? Rcode.NXDOMAIN : Rcode.NXRRSET;
            } else if (record.getDClass() == DClass.NONE && exists) {
                return anyType ? Rcode.YXDOMAIN : Rcode.YXRRSET;
            } else if (record.getDClass() == DClass.IN) {
                Record set = Record.newRecord(record.getName(), record.getType(), DClass.IN);
                wanted.computeIfAbsent(set, s -> new HashSet<>()).add(record);
            }
        }
        for (Map.Entry<Record, Set<Record>> set : wanted.entrySet()) {
            Set<Record> there = new HashSet<>(records);
            there.removeIf(
                    record -> !is(record, set.getKey().getName(), set.getKey().getType()));
            if (!there.equals(set.getValue())) {
                return Rcode.NXRRSET;
            }
        }
        return Rcode.NOERROR;
    }

    /** Applies one record of an update (RFC 2136 section 3.4.2); those that make the zone one are left alone. */
    private void apply(Record change, List<Record> next) {
        Name name = change.getName();
        switch (change.getDClass()) {
            case DClass.ANY -> next.removeIf(record -> is(record, name, change.getType()) && !makesZone(record));
            case DClass.NONE ->
                next.removeIf(record -> is(record, name, change.getType())
                        && Arrays.equals(record.rdataToWireCanonical(), change.rdataToWireCanonical())
                        && !makesZone(record));
            default -> {
                boolean alias = next.stream().anyMatch(record -> is(record, name, Type.CNAME));
                if (!alias && change.getType() != Type.SOA) {
                    next.remove(change);
                    next.add(change);
                }
            }
        }
    }

    private static boolean makesZone(Record record) {
        return record instanceof SOARecord || record instanceof NSRecord;
    }
}
