/**
 * Shows the features of a cell, each in a few lines. The demo is built like any user's jar, against {@code cell-api}
 * alone, and is meant to be copied from.
 */
package org.cellnest.demo;
