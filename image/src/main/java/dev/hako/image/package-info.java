/// Images: where they are kept and how they become a root file system.
@NullMarked
package dev.hako.image;

import org.jspecify.annotations.NullMarked;
