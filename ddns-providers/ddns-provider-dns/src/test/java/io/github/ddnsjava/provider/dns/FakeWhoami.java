package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.IpAddress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A name server that answers as a test wants, over UDP, and over TCP or TLS where it is given a listener. */
final class FakeWhoami implements AutoCloseable {
    /** Makes an answer of a query's bytes; an empty one is not sent. */
    interface Rule {
        byte[] answer(byte[] query, boolean stream) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket stream;
    volatile Rule rule = (query, overStream) -> new byte[0];

    FakeWhoami() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    FakeWhoami(ServerSocket stream) throws IOException {
        this.stream = stream;
        this.udp = new DatagramSocket(stream.getLocalPort(), InetAddress.getLoopbackAddress());
        start(this::serveDatagrams);
        start(this::serveStreams);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fake-whoami");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveDatagrams() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[600], 600);
                udp.receive(packet);
                byte[] answer = rule.answer(java.util.Arrays.copyOf(packet.getData(), packet.getLength()), false);
                if (answer.length > 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serveStreams() {
        while (!stream.isClosed()) {
            try (Socket socket = stream.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] answer = rule.answer(query, true);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            } catch (IOException e) {
                // The client left, or the test is over.
            }
        }
    }

    int port() {
        return stream.getLocalPort();
    }

    /** Answers with those addresses, each where its family or TXT was asked for. */
    static Rule saying(List<IpAddress> addresses) {
        return (query, overStream) -> {
            Message answer = reply(query);
            Record question = answer.getQuestion();
            for (IpAddress address : addresses) {
                Record record = record(question, address);
                if (record.getType() == question.getType()) {
                    answer.addRecord(record, Section.ANSWER);
                }
            }
            return answer.toWire();
        };
    }

    private static Record record(Record question, IpAddress address) {
        if (question.getType() == Type.TXT) {
            return new TXTRecord(question.getName(), question.getDClass(), 0, address.toString());
        }
        return address.toBytes().length == 4
                ? new ARecord(question.getName(), DClass.IN, 0, address.toInetAddress())
                : new AAAARecord(question.getName(), DClass.IN, 0, address.toInetAddress());
    }

    /** Returns the frame of an answer. */
    static Message reply(byte[] query) throws IOException {
        Message asked = new Message(query);
        Message answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(Rcode.NOERROR);
        answer.addRecord(asked.getQuestion(), Section.QUESTION);
        return answer;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        stream.close();
    }
}
