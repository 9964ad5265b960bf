package dev.snowbird.testing;

import dev.snowbird.seabird.api.Tokens;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;

/** The connections of a core's plugins and backends, each over a socket of its own. */
public final class ChatPeers implements AutoCloseable {

    private final String host;
    private final int port;
    private final String database;
    private final List<ManagedChannel> channels = new ArrayList<>();

    /**
     * @param host     where the core listens
     * @param port     its gRPC port
     * @param database the core's {@code seabird.database-url}
     */
    public ChatPeers(String host, int port, String database) {
        this.host = host;
        this.port = port;
        this.database = database;
    }

    /** Connects a peer with a new token of that user. */
    public Channel connect(String user) throws Exception {
        try (Tokens tokens = Tokens.open(database)) {
            return connectWith("Bearer " + tokens.add(user));
        }
    }

    /** Connects many peers through one socket, with a new token. What they do with a message must not block. */
    public Channel connectCrowd(String user) throws Exception {
        try (Tokens tokens = Tokens.open(database)) {
            return connect("Bearer " + tokens.add(user), address().directExecutor());
        }
    }

    /** Connects a peer that sends this as its authorization. */
    public Channel connectWith(String authorization) {
        return connect(authorization, address());
    }

    private NettyChannelBuilder address() {
        return NettyChannelBuilder.forAddress(host, port).usePlaintext();
    }

    private Channel connect(String authorization, NettyChannelBuilder address) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        ManagedChannel channel = address.intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
        channels.add(channel);
        return channel;
    }

    /** All peers are gone, without a word to the core. */
    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
