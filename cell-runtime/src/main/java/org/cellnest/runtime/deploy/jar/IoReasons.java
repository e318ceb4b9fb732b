package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Explains in plain words why a file cannot be read or written. Stateless. */
public final class IoReasons {
    private IoReasons() {}

    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + ": permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + ": no such file";
        }
        if (e instanceof NotDirectoryException) {
            return e.getMessage() + ": not a folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getMessage() + ": a file of that name is there already";
        }
        if (e instanceof FileSystemLoopException) {
            return e.getMessage() + ": a link that leads back to a folder above it";
        }
        if (e instanceof FileSystemException named && named.getReason() == null) {
            return e.toString();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
