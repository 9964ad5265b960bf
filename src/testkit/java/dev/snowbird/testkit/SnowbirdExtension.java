package dev.snowbird.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts a Snowbird for each method of a {@link SnowbirdTest}, and gives the method what it asks for. */
public final class SnowbirdExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SnowbirdExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        SnowbirdTest test = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), SnowbirdTest.class,
                context.getEnclosingTestClasses()).orElseThrow();
        store(context).put(TestProgram.class, TestProgram.start(test, context.getRequiredTestInstance()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        TestProgram program = store(context).remove(TestProgram.class, TestProgram.class);
        if (program != null) {
            program.close(context.getRequiredTestClass(), context.getDisplayName());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return program(context).filter(program -> program.gives(parameter.getParameter().getType())).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return program(context).orElseThrow().give(parameter.getParameter().getType());
    }

    /** Not there before a method is about to run, so for no constructor. */
    private static Optional<TestProgram> program(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(TestProgram.class, TestProgram.class));
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
