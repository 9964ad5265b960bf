package dev.snowbird.testing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a {@link BrokersTest} once on each kind of broker. */
final class EachBroker implements TestTemplateInvocationContextProvider {

    private static final Map<String, String> ONE_QUEUE = Map.of("seabird.event-queues", "core");

    @Override
    public boolean supportsTestTemplate(ExtensionContext test) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext test) {
        boolean own = AnnotationSupport.findAnnotation(test.getRequiredTestMethod(), BrokersTest.class)
                .orElseThrow().ownBroker();
        Stream<GivenBroker> each = Stream.of(BrokerKind.values()).map(kind -> new GivenBroker(kind, own, Map.of()));
        boolean both = AnnotationSupport.isAnnotated(test.getRequiredTestClass(), InBothEventQueues.class);
        return Stream.concat(each, both ? Stream.of(new GivenBroker(BrokerKind.RABBITMQ, own, ONE_QUEUE))
                : Stream.empty()).map(OnBroker::new);
    }

    private record OnBroker(GivenBroker given) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return given.settings().isEmpty() ? given.kind().toString() : given.kind() + " " + given.settings();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(given);
        }
    }
}
