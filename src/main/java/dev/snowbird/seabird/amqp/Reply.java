package dev.snowbird.seabird.amqp;

import io.coded.seabird.chat_ingest.ChatEvent;

/**
 * A backend's answer to a request, and where it belongs.
 *
 * @param event   the answer
 * @param queue   the reply queue of the request
 * @param backend the canonical id of the backend that was asked
 */
public record Reply(ChatEvent event, String queue, String backend) {
}
