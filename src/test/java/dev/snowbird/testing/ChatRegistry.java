package dev.snowbird.testing;

import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;

/**
 * What a core lists.
 *
 * @param backends how many backends
 * @param commands how many commands
 */
public record ChatRegistry(int backends, int commands) {

    /** Asks a core. */
    public static ChatRegistry of(Channel core) {
        SeabirdGrpc.SeabirdBlockingStub calls = SeabirdGrpc.newBlockingStub(core);
        return new ChatRegistry(
                calls.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsCount(),
                calls.registeredCommands(CommandsRequest.getDefaultInstance()).getCommandsCount());
    }
}
