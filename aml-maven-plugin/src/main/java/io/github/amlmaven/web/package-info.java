/** Shows the run history in a browser, and as a page of the Maven site. */
@NullMarked
package io.github.amlmaven.web;

import org.jspecify.annotations.NullMarked;
