package dev.snowbird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RabbitMQ 3.10 and Qpid 10.1 say when they close something, and what an operator is told of it. */
class CloseReasonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "406|PRECONDITION_FAILED - cannot declare queue 'a': queue limit in vhost '/' (10) is reached"
                + "|its virtual host may hold no more queues (max-queues is 10) (406)|max-queues",
        "530|NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit (0) is reached"
                + "|its virtual host takes no more connections (max-connections is 0) (530)|max-connections",
        "530|NOT_ALLOWED - connection refused for user 'guest': user connection limit (7) is reached"
                + "|its user may have no more connections (max-connections of the user is 7) (530)|max-connections",
        "530|NOT_ALLOWED - number of channels opened for user 'guest' has reached the maximum allowed user limit of (1)"
                + "|its user may have no more channels (max-channels of the user is 1) (530)|max-channels",
        "406|PRECONDITION_FAILED - message size 1000 is larger than configured max size 100"
                + "|it takes no message of more than 100 bytes (max_message_size) (406)|max_message_size",
        "530|NOT_ALLOWED - number of channels opened on node 'a@b' has reached the maximum allowed limit of (9)"
                + "|one of its limits is reached (530)|one of its own",
        "406|PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'x.1' in vhost '/': received 'headers' but"
                + " current is 'fanout'|the exchange x.1 is there already, with another type (406)|",
        "406|PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange 'x.1' in vhost '/': received the"
                + " value 'foo' of type 'longstr' but current is none"
                + "|the exchange x.1 is there already, with another alternate-exchange (406)|",
        "530|Attempt to redeclare exchange: 'x.1' of type fanout to headers."
                + "|the exchange x.1 is there already, with another type (530)|",
        "406|PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q.1' in vhost '/': received the value '3'"
                + " of type 'signedint' but current is none"
                + "|a queue of that name is there already, with another x-max-length (406)|",
        "404|NOT_FOUND - no exchange 'x.1' in vhost '/'|the exchange x.1 is missing (404)|",
        "404|Unknown exchange name: 'x.1'|the exchange x.1 is missing (404)|",
        "404|Exchange 'x.1' does not exist.|the exchange x.1 is missing (404)|",
        "404|NOT_FOUND - no queue 'alice' in vhost '/'|a queue is missing (404)|",
        "404|No such queue, 'alice'|a queue is missing (404)|",
        "404|Queue: 'alice' not found on VirtualHost 'default'.|a queue is missing (404)|",
        "404|Cannot subscribe to queue 'alice' as it has been deleted|a queue is missing (404)|",
        "403|ACCESS_REFUSED - access to exchange 'x.5' in vhost '/' refused for user 'u'"
                + "|it does not permit its user to use the exchange x.5 (403)|",
        "403|ACCESS_REFUSED - configure access to exchange 'x.5' in vhost '/' refused for user 'u'"
                + "|it does not permit its user to use the exchange x.5 (403)|",
        "403|ACCESS_REFUSED - access to queue 'alice' in vhost '/' refused for user 'u'"
                + "|it does not permit its user to use a queue of that name (403)|",
        "403|ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'"
                + "|it keeps names that begin with amq. for itself (403)|",
        "530|Attempt to declare exchange: 'amq.mine' which begins with reserved prefix."
                + "|it keeps names that begin with amq. for itself (530)|",
        "530|NOT_ALLOWED - vhost no-such not found|there is no such virtual host (530)|",
        "404|Unknown virtual host: 'no-such'|there is no such virtual host (404)|",
        "530|NOT_ALLOWED - access to vhost '/' refused for user 'u'|its user may not use the virtual host (530)|",
        "541|INTERNAL_ERROR - access to vhost '/' refused for user 'guest': vhost '/' is down"
                + "|its virtual host is down (541)|",
        "405|RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'alice' in vhost '/'."
                + "|another connection has a queue of that name (405)|",
        "530|Queue 'alice' is exclusive, but not created on this Connection."
                + "|another connection has a queue of that name (530)|",
        "403|Cannot subscribe to queue 'alice' as it already has an existing exclusive consumer"
                + "|another connection has a queue of that name (403)|",
        "503|COMMAND_INVALID - unknown exchange type 'nonsense'|it does not know that type of exchange (503)|",
        "320|CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'|it closed the connection|",
        "541|INTERNAL_ERROR - nobody knows 'alice'|it says: INTERNAL_ERROR - nobody knows '...' (541)|",
    })
    void tellsWhatTheBrokerMeans(int code, String text, String words, String limit) {
        CloseReason reason = new CloseReason(code, text);

        assertEquals(words, reason.words());
        assertEquals(Optional.ofNullable(limit), reason.limit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "405|RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'a' in vhost '/'|true",
        "530|Queue 'locked' is exclusive, but not created on this Connection.|true",
        "530|NOT_ALLOWED - connection refused for user 'guest': user connection limit (0) is reached|false",
        "530|Attempt to redeclare exchange: 'x.1' of type fanout to headers.|false",
        "403|Cannot subscribe to queue 'q.1' as it already has an existing exclusive consumer|false",
    })
    void aNameIsTakenWhenAnotherConnectionHasTheQueueAndNotOtherwise(int code, String text, boolean taken) {
        assertEquals(taken, new CloseReason(code, text).isTaken());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void isFoundInWhatTheClientLibraryThrows(boolean ofChannel) {
        Object method = ofChannel ? new AMQP.Channel.Close.Builder().replyCode(404).replyText("no").build()
                : new AMQP.Connection.Close.Builder().replyCode(404).replyText("no").build();
        IOException thrown = new IOException(new ShutdownSignalException(!ofChannel, false,
                (com.rabbitmq.client.Method) method, null));

        assertEquals(Optional.of(new CloseReason(404, "no")), CloseReason.of(thrown));
        assertEquals(Optional.empty(), CloseReason.of(new IOException("no")));
    }

    @Property
    void isAlwaysOneLineOfReadableText(@ForAll int code, @ForAll String text) {
        String words = new CloseReason(code, text).words();

        assertFalse(words.codePoints().anyMatch(c -> c < ' ' || c > '~'));
    }
}
