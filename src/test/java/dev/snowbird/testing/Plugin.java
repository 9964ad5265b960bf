package dev.snowbird.testing;

import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** The event stream of a plugin. */
public final class Plugin extends PeerStream<StreamEventsRequest, Event> {

    private Plugin(Channel core, int reads, StreamEventsRequest request) {
        super(core, SeabirdGrpc.getStreamEventsMethod());
        start(reads);
        send(request);
        halfClose();
    }

    /** Opens a stream that registers these commands. */
    public static Plugin open(Channel core, String... commands) {
        StreamEventsRequest.Builder request = StreamEventsRequest.newBuilder();
        for (String command : commands) {
            request.putCommands(command, CommandMetadata.newBuilder().setName(command).build());
        }
        return open(core, request.build());
    }

    /** Opens a stream that registers commands in its own words. */
    public static Plugin open(Channel core, StreamEventsRequest request) {
        return new Plugin(core, Integer.MAX_VALUE, request);
    }

    /** Opens a stream and waits until nothing can be missed. */
    public static Plugin attached(Channel core, String... commands) {
        Plugin plugin = open(core, commands);
        plugin.awaitHeaders();
        return plugin;
    }

    /** Connects as before, for streams that say which events they want. */
    public static Channel withFilter(Channel core, String... filters) {
        Metadata headers = new Metadata();
        for (String filter : filters) {
            headers.put(Metadata.Key.of("x-seabird-filter", Metadata.ASCII_STRING_MARSHALLER), filter);
        }
        return ClientInterceptors.intercept(core, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Opens a stream that takes one event and then no more. */
    public static Plugin thatDoesNotRead(Channel core) {
        Plugin plugin = new Plugin(core, 1, StreamEventsRequest.getDefaultInstance());
        plugin.awaitHeaders();
        return plugin;
    }
}
