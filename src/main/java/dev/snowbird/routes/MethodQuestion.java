package dev.snowbird.routes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.component.bean.BeanInfo;
import org.apache.camel.component.bean.MethodInvocation;
import org.apache.camel.language.bean.BeanExpression;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.util.ObjectHelper;

/** Asks a method of a bean that can't change the exchange, and answers as Camel's own expression does. */
final class MethodQuestion implements Expression, Predicate {

    /** What gives a method a hold of the exchange; headers are a map. */
    private static final List<Class<?>> HOLDS = List.of(Exchange.class, Message.class, Map.class);

    private final BeanExpression ofCamel;
    private final Object bean;
    private final BeanInfo methods;

    private MethodQuestion(BeanExpression ofCamel, Object bean, Class<?> type, CamelContext context) {
        this.ofCamel = ofCamel;
        this.bean = bean;
        this.methods = new BeanInfo(context, type);
    }

    /** Returns one that answers alike; nothing where only Camel can. */
    static Optional<MethodQuestion> like(BeanExpression ofCamel, CamelContext context) {
        Object bean = ofCamel.getBeanName() == null ? null : context.getRegistry().lookupByName(ofCamel.getBeanName());
        Class<?> type = bean == null ? ofCamel.getType() : bean.getClass();
        if (type == null || ofCamel.getScope() != BeanScope.Singleton) {
            return Optional.empty();
        }
        List<Method> named = Stream.of(type.getMethods())
                .filter(method -> method.getName().equals(ofCamel.getMethod())).toList();
        return named.size() == 1 && isHarmless(named.get(0))
                && (bean != null || Modifier.isStatic(named.get(0).getModifiers()))
                ? Optional.of(new MethodQuestion(ofCamel, bean, type, context)) : Optional.empty();
    }

    private static boolean isHarmless(Method method) {
        return Modifier.isPublic(method.getDeclaringClass().getModifiers()) && method.getAnnotations().length == 0
                && !CompletionStage.class.isAssignableFrom(method.getReturnType())
                && Stream.of(method.getParameterTypes()).noneMatch(type ->
                        HOLDS.stream().anyMatch(hold -> hold.isAssignableFrom(type)));
    }

    private Object ask(Exchange exchange) {
        try {
            MethodInvocation question = methods.createInvocation(bean, exchange, ofCamel.getMethod());
            MessageHelper.resetStreamCache(exchange.getIn());
            return question.getMethod().invoke(bean, question.getArguments());
        } catch (InvocationTargetException e) {
            exchange.setException(e.getTargetException());
        } catch (Exception e) {
            exchange.setException(e);
        }
        return null;
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        Object answer = ask(exchange);
        Class<?> wanted = type == Object.class && ofCamel.getResultType() != null ? ofCamel.getResultType() : type;
        @SuppressWarnings("unchecked")
        T converted = (T) (wanted == Object.class
                ? answer : exchange.getContext().getTypeConverter().convertTo(wanted, exchange, answer));
        return converted;
    }

    @Override
    public boolean matches(Exchange exchange) {
        return ObjectHelper.evaluateValuePredicate(ask(exchange));
    }

    @Override
    public void init(CamelContext context) {
        // It is ready once it is made.
    }

    @Override
    public String toString() {
        return ofCamel.toString();
    }
}
