package io.github.ddnsjava.internal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.internal.JsonFactories;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a JSON Schema (draft 2020-12) of declared settings. It describes how a configuration should be written: it does not
 * allow all that is read, such as a text for a number, so that an editor proposes one form. A reference may stand for
 * everything but objects. Not thread-safe.
 */
public final class JsonSchema {
    private static final JsonMapper MAPPER = JsonFactories.mapper()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final String REFERENCE = "^\\$\\{[A-Za-z][A-Za-z0-9-]*:[^}]+\\}$";
    /** As {@code Durations} reads them. */
    private static final String DURATION = "^((0|[1-9][0-9]{0,8})(ms|s|m|h|d)|[Pp][0-9DdTtHhMmSs.]+)$";

    private final ObjectNode definitions = MAPPER.createObjectNode();

    private JsonSchema() {}

    /** Returns the schema of an object with these settings, as text. */
    public static String of(List<SettingSpec> settings) {
        return new JsonSchema().document(settings);
    }

    private String document(List<SettingSpec> settings) {
        ObjectNode root = MAPPER.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Configuration of ddnsjava");
        define("reference")
                .put("description", "A reference to a value that stands elsewhere: ${env:NAME} or ${file:PATH}.")
                .put("type", "string")
                .put("pattern", REFERENCE);
        define("duration")
                .put("description", "A duration, as in 500ms, 30s, 5m, 12h or 25d, or in the form of ISO 8601.")
                .put("type", "string")
                .put("pattern", DURATION);
        fields(root, settings);
        root.set("$defs", definitions);
        try {
            return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of nodes can be written", e);
        }
    }

    private ObjectNode define(String name) {
        return definitions.putObject(name);
    }

    private void fields(ObjectNode object, List<SettingSpec> settings) {
        object.put("type", "object");
        ObjectNode properties = object.putObject("properties");
        for (SettingSpec spec : settings) {
            ObjectNode property = properties.putObject(spec.name());
            property.put("description", spec.help());
            value(property, spec.type(), spec.name());
            ArrayNode examples = MAPPER.createArrayNode();
            spec.examples().forEach(example -> examples.add(MAPPER.<ObjectNode>valueToTree(example)));
            if (spec.secret() && spec.type() instanceof SettingType.Text && examples.isEmpty()) {
                examples.add("${env:NAME}");
            }
            if (!examples.isEmpty()) {
                property.set("examples", examples);
            }
        }
        List<String> required = settings.stream()
                .filter(SettingSpec::required)
                .map(SettingSpec::name)
                .toList();
        if (!required.isEmpty()) {
            required.forEach(object.putArray("required")::add);
        }
        object.put("additionalProperties", false);
    }

    /**
     * Adds what a type allows.
     *
     * @param name the name of the setting; the definitions of its types begin with it
     */
    private void value(ObjectNode to, SettingType type, String name) {
        if (type instanceof SettingType.Text text && !text.words().isEmpty()) {
            text.words().forEach(alternatives(to).addObject().putArray("enum")::add);
        } else if (type instanceof SettingType.Text || type instanceof SettingType.FileName) {
            to.put("type", "string");
        } else if (type instanceof SettingType.Flag) {
            alternatives(to).addObject().put("type", "boolean");
        } else if (type instanceof SettingType.Period) {
            refer(alternatives(to), "duration");
        } else if (type instanceof SettingType.Numeric number) {
            numeric(alternatives(to).addObject(), number);
        } else if (type instanceof SettingType.Items items) {
            boolean mayBeOne = !(items.item() instanceof SettingType.Fields);
            ObjectNode list = mayBeOne ? when(to, "array") : to;
            value(list.put("type", "array").putObject("items"), items.item(), name);
            if (mayBeOne) { // a list of one
                value(to.putObject("else"), items.item(), name);
            }
        } else if (type instanceof SettingType.Fields object) {
            fields(to, object.settings());
        } else if (type instanceof SettingType.Entries entries) {
            value(to.put("type", "object").putObject("additionalProperties"), entries.value(), name);
        } else if (type instanceof SettingType.Typed typed) {
            to.put("$ref", reference(typed(typed.types(), name, TypedSection.COMMON)));
        } else if (type instanceof SettingType.Named named) {
            ObjectNode properties = to.put("type", "object").putObject("properties");
            named.types().forEach(each -> {
                ObjectNode property = properties.putObject(each.id()).put("description", each.name());
                value(property, named.of(each.id()), name);
            });
            String others = typed(named.types(), name, List.of(TypedSection.TYPE));
            to.putObject("additionalProperties").put("$ref", reference(others));
        } else if (type instanceof SettingType.DetectorOf) {
            when(to, "string").put("type", "string");
            to.putObject("else").put("$ref", reference("detectors"));
        } else if (type instanceof SettingType.OneOf oneOf) {
            oneOf(to, oneOf.forms(), name);
        }
    }

    private void oneOf(ObjectNode to, List<SettingType> forms, String name) {
        List<SettingType> others = forms.stream()
                .filter(form -> !(form instanceof SettingType.Fields))
                .toList();
        if (others.size() != forms.size() - 1 || others.isEmpty()) {
            ArrayNode any = to.putArray("anyOf");
            forms.forEach(form -> value(any.addObject(), form, name));
            return;
        }
        forms.stream()
                .filter(SettingType.Fields.class::isInstance)
                .forEach(object -> value(when(to, "object"), object, name));
        if (others.size() == 1) {
            value(to.putObject("else"), others.get(0), name);
        } else {
            oneOf(to.putObject("else"), others, name);
        }
    }

    /**
     * Returns what holds for values of a JSON type. Where forms have different types, validators name the place of a mistake
     * only so: for {@code anyOf} they say that the whole value fits none of the forms.
     */
    private static ObjectNode when(ObjectNode to, String jsonType) {
        to.putObject("if").put("type", jsonType);
        return to.putObject("then");
    }

    /** Returns alternatives; the last one is a reference. */
    private static ArrayNode alternatives(ObjectNode to) {
        ArrayNode forms = to.putArray("anyOf");
        refer(forms, "reference");
        return forms;
    }

    private static void refer(ArrayNode forms, String definition) {
        forms.addObject().put("$ref", reference(definition));
    }

    private static String reference(String definition) {
        return "#/$defs/" + definition;
    }

    private static void numeric(ObjectNode to, SettingType.Numeric number) {
        to.put("type", number.whole() ? "integer" : "number");
        if (number.whole()) {
            to.put("minimum", (long) number.min());
            if (number.max() < Integer.MAX_VALUE) {
                to.put("maximum", (long) number.max());
            }
        } else {
            to.put("minimum", number.min()).put("maximum", number.max());
        }
    }

    /**
     * Defines an object whose type says which settings it has, and returns the name of the definition.
     *
     * @param common the settings that it has with any type; the type is the first
     */
    private String typed(List<TypeDescriptor> types, String name, List<SettingSpec> common) {
        if (definitions.has(name)) {
            return name;
        }
        ObjectNode object = define(name);
        object.put("type", "object");
        ArrayNode ids = object.putObject("properties").putObject("type").putArray("enum");
        object.putArray("required").add("type");
        ArrayNode conditions = object.putArray("allOf");
        for (TypeDescriptor type : types) {
            ids.add(type.id());
            ObjectNode condition = conditions.addObject();
            ObjectNode when = condition.putObject("if");
            when.putObject("properties").putObject("type").put("const", type.id());
            when.putArray("required").add("type");
            String definition = name + "." + type.id();
            condition.putObject("then").put("$ref", reference(definition));
            ObjectNode own = define(definition);
            own.put("title", type.name());
            List<SettingSpec> settings = new ArrayList<>();
            settings.add(TypedSection.TYPE.as(SettingType.words(type.id())));
            Stream.concat(common.stream().skip(1), type.settings().stream()).forEach(settings::add);
            fields(own, settings);
        }
        return name;
    }
}
