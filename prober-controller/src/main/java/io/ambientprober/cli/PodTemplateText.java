package io.ambientprober.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.ambientprober.cluster.PodTemplate;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A template of pods, in JSON. */
final class PodTemplateText implements ITypeConverter<PodTemplate> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public PodTemplate convert(String json) {
        try {
            return JSON.readValue(json, PodTemplate.class);
        } catch (UnrecognizedPropertyException e) {
            throw new TypeConversionException(
                    "'" + e.getPropertyName() + "' is not a part of it; those are " + e.getKnownPropertyIds());
        } catch (ValueInstantiationException e) {
            throw new TypeConversionException(
                    e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage());
        } catch (MismatchedInputException e) {
            String where = e.getPath().stream()
                    .map(Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            throw new TypeConversionException(where + (where.isEmpty() ? "" : ": ") + "not what a pod has there");
        } catch (JsonProcessingException e) {
            throw new TypeConversionException("not a mapping of parts of a pod to values");
        }
    }
}
