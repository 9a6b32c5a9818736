package io.github.amlmaven.compute;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a computer, by each of its addresses until one answers. */
final class SshSocket implements SocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(SshSocket.class);
    private static final int CONNECT_MILLIS = 15_000;

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("there is no computer of the name " + host, e);
        }
        IOException failure = new IOException("no address");
        long start = System.nanoTime();
        for (InetAddress address : addresses) {
            int left = CONNECT_MILLIS - (int) ((System.nanoTime() - start) / 1_000_000);
            if (left <= 0) {
                break;
            }
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), left);
                return socket;
            } catch (IOException e) {
                socket.close();
                LOG.debug("{} port {} cannot be reached", address, port, e);
                failure = e;
            }
        }
        throw failure;
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }
}
