package dev.snowbird.routes;

import dev.snowbird.log.RootCause;
import dev.snowbird.settings.NearestKey;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with a route, in the words of somebody who edits one, and what was probably meant. */
final class RouteTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTrouble.class);
    private static final Pattern NO_SETTING =
            Pattern.compile("Property with key \\[(.+?)] not found.*", Pattern.DOTALL);
    private static final Pattern NO_CONDITION =
            Pattern.compile("Cannot find expression or predicate in registry with ref: (.+)");
    private static final Pattern NO_OPTION = Pattern.compile(".*Unknown parameters=\\[\\{(.+?)[=}].*", Pattern.DOTALL);
    private static final Pattern ON_CLASS = Pattern.compile(".* not found on class: (\\S+)", Pattern.DOTALL);

    private static final String CLASS = ".class";
    /** What had another name, which older copies of built-in routes still say. */
    private static final Map<String, String> RENAMED = Map.of("eventReports", "rendezvousEvents");

    private RouteTrouble() {
    }

    /**
     * Describes a failure on one line, without the place.
     *
     * @param failure what Camel threw
     * @param context knows what could have been meant
     */
    static String describe(Throwable failure, CamelContext context) {
        return known(failure, context).orElseGet(() -> RootCause.line(failure));
    }

    /** The innermost cause tells most. */
    private static Optional<String> known(Throwable failure, CamelContext context) {
        return failure == null ? Optional.empty()
                : known(failure.getCause(), context).or(() -> recognised(failure, context));
    }

    private static Optional<String> recognised(Throwable cause, CamelContext context) {
        if (cause instanceof NoSuchBeanException missing) {
            return Optional.of(noBean(missing.getName(), context));
        }
        if (cause instanceof MethodNotFoundException missing) {
            return Optional.of("the bean has no method " + missing.getMethodName()
                    + hint(missing.getMethodName(), methods(missing, context)));
        }
        if (cause instanceof NoTypeConversionAvailableException wrong && wrong.getToType() == Class.class) {
            return Optional.of(noClass(String.valueOf(wrong.getValue()), context));
        }
        if (cause instanceof ClassNotFoundException missing) {
            return Optional.of(noClass(missing.getMessage(), context));
        }
        if (cause instanceof NoSuchEndpointException missing) {
            String scheme = missing.getUri().split(":", 2)[0];
            return Optional.of("there is no component " + scheme + hint(scheme, components(context)));
        }
        if (cause instanceof ResolveEndpointFailedException wrong) {
            return noOption(wrong);
        }
        if (cause instanceof NoSuchLanguageException missing) {
            return Optional.of("there is no language " + missing.getLanguage()
                    + hint(missing.getLanguage(),
                            List.of("constant", "exchangeProperty", "header", "method", "simple")));
        }
        if (cause instanceof SimpleIllegalSyntaxException wrong) {
            return Optional.of("the expression %s is wrong%s: %s".formatted(wrong.getExpression(),
                    wrong.getIndex() < 0 ? "" : " at character " + (wrong.getIndex() + 1),
                    wrong.getShortMessage().lines().findFirst().orElse("")));
        }
        String message = String.valueOf(cause.getMessage());
        return noCondition(message, context).or(() -> noSetting(message, context));
    }

    private static String noBean(String name, CamelContext context) {
        Object other = context.getRegistry().lookupByName(name);
        return other == null
                ? "there is no bean " + name
                        + hint(name, context.getRegistry().findByTypeWithName(Object.class).keySet())
                : "the bean %s is a %s and not what belongs here".formatted(name, other.getClass().getSimpleName());
    }

    /** Camel has no type of its own for this, nor for the next. */
    private static Optional<String> noCondition(String message, CamelContext context) {
        Matcher unknown = NO_CONDITION.matcher(message);
        return unknown.matches() ? Optional.of(noBean(unknown.group(1), context)) : Optional.empty();
    }

    private static Optional<String> noSetting(String message, CamelContext context) {
        Matcher unknown = NO_SETTING.matcher(message);
        return unknown.matches() ? Optional.of("there is no setting " + unknown.group(1) + hint(unknown.group(1),
                context.getPropertiesComponent().loadProperties().stringPropertyNames())) : Optional.empty();
    }

    private static Optional<String> noOption(ResolveEndpointFailedException wrong) {
        Matcher unknown = NO_OPTION.matcher(wrong.getMessage());
        return unknown.matches() ? Optional.of("%s has no option %s".formatted(
                wrong.getUri().split(":", 2)[0], unknown.group(1))) : Optional.empty();
    }

    private static String noClass(String name, CamelContext context) {
        int dot = name.lastIndexOf('.');
        String folder = name.substring(0, dot + 1);
        List<String> neighbours = classes(folder.replace('.', '/'), context);
        return "there is no class " + name
                + NearestKey.to(name.substring(dot + 1), neighbours).map(near -> meant(folder + near)).orElse("");
    }

    private static List<String> classes(String folder, CamelContext context) {
        try {
            return PluginHelper.getPackageScanResourceResolver(context).findResources(
                    "classpath:" + folder + "*" + CLASS, name -> name.endsWith(CLASS)).stream()
                    .map(Resource::getLocation)
                    .map(file -> file.substring(file.lastIndexOf('/') + 1).replace(CLASS, "")).toList();
        } catch (Exception e) {
            LOG.debug("Can't tell the classes of {}: {}", folder, RootCause.line(e));
            return List.of();
        }
    }

    private static List<String> methods(MethodNotFoundException missing, CamelContext context) {
        Matcher named = ON_CLASS.matcher(missing.getMessage());
        Class<?> type = missing.getBean() != null ? missing.getBean().getClass()
                : named.lookingAt() ? context.getClassResolver().resolveClass(named.group(1)) : null;
        return type == null ? List.of() : Stream.of(type.getMethods())
                .filter(method -> missing.getBean() != null || Modifier.isStatic(method.getModifiers()))
                .map(Method::getName).toList();
    }

    private static List<String> components(CamelContext context) {
        return Stream.concat(context.getRegistry().findByTypeWithName(Component.class).keySet().stream(),
                PluginHelper.getComponentNameResolver(context).resolveNames(context).stream()).toList();
    }

    /** Returns the end of a line that says which of the known names was probably meant; empty if none is near. */
    static String hint(String unknown, Collection<String> known) {
        return Optional.ofNullable(RENAMED.get(unknown)).filter(known::contains)
                .or(() -> NearestKey.to(unknown, known)).map(RouteTrouble::meant).orElse("");
    }

    private static String meant(String name) {
        return "; did you mean " + name + "?";
    }
}
