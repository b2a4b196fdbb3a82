package io.ambientprober.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Under which heading of the help an option stands, or all options that a class declares. Without it an option is a command's own. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
@interface HelpUnder {
    HelpHeading value();
}
