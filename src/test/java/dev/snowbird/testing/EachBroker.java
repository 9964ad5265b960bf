package dev.snowbird.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a {@link BrokersTest} once on each kind of broker. */
final class EachBroker implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext test) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext test) {
        boolean own = AnnotationSupport.findAnnotation(test.getRequiredTestMethod(), BrokersTest.class)
                .orElseThrow().ownBroker();
        return Stream.of(BrokerKind.values()).map(kind -> new OnBroker(new GivenBroker(kind, own)));
    }

    private record OnBroker(GivenBroker given) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return given.kind().toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(given);
        }
    }
}
