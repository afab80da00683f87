package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.config.Settings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * A primary server of example.com that holds nothing, ignores every update, and answers as a test wants: for what a
 * real server cannot be brought to do. One connection at a time, over TCP.
 */
final class FakePrimary implements AutoCloseable {
    private final ServerSocket socket;
    private final TSIG tsig;
    private volatile UnaryOperator<Reply> onUpdate = reply -> reply;
    private volatile UnaryOperator<Reply> onQuery = reply -> reply;

    /** How to answer. */
    record Reply(Message message, boolean signed, byte[] rawInstead) {
        Reply rcode(int rcode) {
            message.getHeader().setRcode(rcode);
            return this;
        }

        Reply unsigned() {
            return new Reply(message, false, rawInstead);
        }

        Reply raw(byte... bytes) {
            return new Reply(message, false, bytes);
        }

        /** Nothing at all, while the connection stays open. */
        Reply silence() {
            return new Reply(null, false, null);
        }
    }

    FakePrimary() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        tsig = TsigKey.of(settings()).orElseThrow().tsig(InstantSource.system());
        Thread thread = new Thread(this::serve, "fake-primary");
        thread.setDaemon(true);
        thread.start();
    }

    Settings settings() {
        return Settings.of("server", "127.0.0.1", "port", socket.getLocalPort())
                .with("keyName", "zone-key")
                .with("keySecret", Bind.SECRET);
    }

    /** From now on answers updates so; well by default. */
    void onUpdate(UnaryOperator<Reply> change) {
        onUpdate = change;
    }

    /** From now on answers queries so; well by default. */
    void onQuery(UnaryOperator<Reply> change) {
        onQuery = change;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                DataInputStream in = new DataInputStream(connection.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                Reply reply = answer(query);
                if (reply.message() == null) {
                    in.read();
                    continue;
                }
                DataOutputStream out = new DataOutputStream(connection.getOutputStream());
                byte[] bytes = reply.rawInstead() != null ? reply.rawInstead() : framed(reply, new Message(query));
                out.write(bytes);
                out.flush();
            } catch (IOException e) {
                // The client went away, or we are closed.
            }
        }
    }

    private byte[] framed(Reply reply, Message query) {
        if (reply.signed()) {
            reply.message().setTSIG(tsig, Rcode.NOERROR, query.getTSIG());
        }
        byte[] message = reply.message().toWire(65_535);
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    private Reply answer(byte[] bytes) throws IOException {
        Message query = new Message(bytes);
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(query.getHeader().getOpcode());
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        Reply reply = new Reply(answer, true, null);
        if (query.getHeader().getOpcode() == Opcode.UPDATE) {
            return onUpdate.apply(reply);
        }
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(
                Record.fromString(
                        Name.fromString("example.com."), Type.SOA, 1, 300, "localhost. hm. 1 2 3 4 5", Name.root),
                Section.AUTHORITY);
        return onQuery.apply(reply);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
