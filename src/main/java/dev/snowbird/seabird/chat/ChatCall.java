package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.seabird.Event;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A plugin's call that one backend must answer, or its core for it (Seabird contract, section 6).
 *
 * @param backend        the backend that is asked
 * @param request        what it is asked, its id included
 * @param event          what all plugins are told before
 * @param accepted       the kinds of reply that count as success; none where the core answers
 * @param unknownBackend what the caller is told when there is no such backend
 */
public record ChatCall(BackendId backend, ChatRequest request, Optional<Event> event,
        Set<ChatEvent.InnerCase> accepted, String unknownBackend) {

    /** Returns the request's kind as the {@code type} header has it, such as {@code send_message} (section 13). */
    public String type() {
        return ChannelQuestion.in(request).map(ChannelQuestion::type)
                .orElseGet(() -> request.getInnerCase().name().toLowerCase(Locale.ROOT));
    }

    /** Returns who is to answer, in words for a log and unescaped: the backend, or its core. */
    public String asked() {
        return (ChannelQuestion.in(request).isPresent() ? "core of the backend " : "backend ") + backend;
    }
}
