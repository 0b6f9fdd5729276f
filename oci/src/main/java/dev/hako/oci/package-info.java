/// Documents of the Open Container Initiative as records, and their JSON.
@NullMarked
package dev.hako.oci;

import org.jspecify.annotations.NullMarked;
