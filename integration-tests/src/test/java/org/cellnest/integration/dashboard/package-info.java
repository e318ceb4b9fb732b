/**
 * The router's dashboard in a real browser, against a nest that is made up ({@link
 * org.cellnest.integration.dashboard.FakeNest}, where a test decides what there is) and against a real one.
 */
@NullMarked
package org.cellnest.integration.dashboard;

import org.jspecify.annotations.NullMarked;
