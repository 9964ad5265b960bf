package dev.snowbird.testing;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a run of a test its broker.
 *
 * @param kind which one
 * @param own whether it is for this run alone, and not shared by all tests of the JVM
 * @param settings what the cores of the run are set to
 */
record GivenBroker(BrokerKind kind, boolean own, Map<String, String> settings) implements BeforeEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(GivenBroker.class);

    /** Starts it here and not where it is asked for: a test that is aborted there counts as failed. */
    @Override
    public void beforeEach(ExtensionContext run) throws Exception {
        ExtensionContext.Store store = store(run);
        // Not by the kind alone: a run's store looks into that of all tests, too.
        if (store.get(place()) == null) {
            store.put(place(), new Kept(kind.start()));
        }
    }

    /** Whatever the settings, it is the same broker. */
    private GivenBroker place() {
        return new GivenBroker(kind, own, Map.of());
    }

    private ExtensionContext.Store store(ExtensionContext run) {
        return (own ? run : run.getRoot()).getStore(PLACE);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
        return parameter.getParameter().getType() == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
        return new BrokerWithSettings(store(run).get(place(), Kept.class).broker(), settings);
    }

    /** What JUnit closes when the run, or all of them, are over, as its settings of this project have it. */
    @SuppressWarnings("deprecation")
    private record Kept(TestBroker broker) implements ExtensionContext.Store.CloseableResource {

        @Override
        public void close() throws Exception {
            broker.close();
        }
    }
}
