/** Keeps bytes under names: in a folder, or an Azure Blob container. */
@NullMarked
package io.github.amlmaven.store;

import org.jspecify.annotations.NullMarked;
