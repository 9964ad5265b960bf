package dev.snowbird.routes;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.language.bean.BeanExpression;
import org.apache.camel.language.bean.BeanLanguage;
import org.apache.camel.spi.LanguageResolver;

/**
 * The language of {@code method:} in routes, which asks a bean. Camel copies the whole exchange for each question, so
 * that the bean can't change it: a tenth of what a short request allocates. A method that is not given the exchange, a
 * message or headers can't anyway, and is asked without that; of all others Camel takes care.
 */
final class MethodLanguage extends BeanLanguage {

    /** Has the routes of a context ask so. It is no bean of that name: contexts lend those, and a language has one. */
    static void useIn(CamelContext context) {
        ExtendedCamelContext plugins = context.getCamelContextExtension();
        LanguageResolver others = plugins.getContextPlugin(LanguageResolver.class);
        plugins.addContextPlugin(LanguageResolver.class, (name, asking) ->
                name.equals(LANGUAGE) ? new MethodLanguage() : others.resolveLanguage(name, asking));
    }

    @Override
    public Expression createExpression(String expression, Object[] properties) {
        Expression ofCamel = super.createExpression(expression, properties);
        Optional<MethodQuestion> own = MethodQuestion.like((BeanExpression) ofCamel, getCamelContext());
        return own.isPresent() ? own.get() : ofCamel;
    }
}
