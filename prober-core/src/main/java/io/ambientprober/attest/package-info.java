/**
 * What a run came to, signed, and what such a signature is worth: an in-toto Statement in a DSSE envelope over the files of an evidence
 * bundle. Keys and signatures are the JDK's.
 */
@NullMarked
package io.ambientprober.attest;

import org.jspecify.annotations.NullMarked;
