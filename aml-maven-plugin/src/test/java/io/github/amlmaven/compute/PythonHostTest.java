package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The script host against plain Python: same output, same tracebacks, same exit code. */
class PythonHostTest {
    @TempDir
    Path runFolder;

    private Python python;

    @ParameterizedTest
    @MethodSource
    void isNoticedByNoScript(String source) throws Exception {
        assertLikePython("script.py", source.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> isNoticedByNoScript() {
        return Stream.of(
                script("nothing", ""),
                script("arguments", "import sys; print(sys.argv, __name__, __file__, __package__, __spec__, __doc__)"),
                script("the command line", "import sys; print(getattr(sys, 'orig_argv', [])[1:])"),
                script("both streams", "import sys; print('é 日本'); print('é', file=sys.stderr)"),
                script("a docstring", "'''about'''\nfrom __future__ import generator_stop\nprint(__doc__)"),
                script("its globals", """
                        print(sorted(set(globals()) - {'os', 'sys'}), type(__loader__), type(__builtins__))
                        import __main__
                        print(__main__.__file__ == __file__, __loader__.get_source('__main__')[:5])"""),
                script("an exception", "def f(n):\n  if n == 0:\n    raise ValueError('é')\n  f(n - 1)\nf(3)"),
                script("a cause", "try:\n  1 / 0\nexcept ZeroDivisionError as e:\n  raise KeyError('x') from e"),
                script("a context", "try:\n  1 / 0\nexcept ZeroDivisionError:\n  raise KeyError('x')"),
                script("a note", "e = ValueError()\ngetattr(e, 'add_note', print)('a note')\nraise e"),
                script(
                        "a group",
                        "import builtins\nraise getattr(builtins, 'ExceptionGroup', Exception)('g', [KeyError(1)])"),
                script("a failing message", "class E(Exception):\n  def __str__(self): return 1 / 0\nraise E()"),
                script("an import that fails", "import no_such_module"),
                script("code from a string", "exec('raise ValueError(1)')"),
                script("broken code from a string", "eval('1 +')"),
                script("exit 3", "import sys; sys.exit(3)"),
                script("exit without a code", "raise SystemExit"),
                script("exit None", "import sys; sys.exit(None)"),
                script("exit with text", "import sys; sys.exit('é is wrong')"),
                script("exit -1", "import sys; sys.exit(-1)"),
                script("exit 263", "import sys; sys.exit(263)"),
                script("hard exit", "import os; os._exit(9)"),
                script("interrupted", "def f():\n  raise KeyboardInterrupt\nf()"),
                script("interrupted by a signal", "import os, signal, time; os.kill(os.getpid(), 2); time.sleep(9)"),
                script("terminated", "import os, time; os.kill(os.getpid(), 15); time.sleep(9)"),
                script("a syntax error", "print('x')\ndef f(:\n  pass"),
                script("wrong indentation", "if 1:\nprint(1)"),
                script("an unknown encoding", "# coding: nonsense\nprint(1)"),
                script("a NUL", "print(1)\n\0"),
                script("a byte order mark", "\ufeffprint('é')\nraise ValueError('é')"),
                script("CRLF", "print('a')\r\nraise ValueError(\r\n  'x')\r\n"),
                script("its own hook", """
                        import sys, traceback
                        def hook(kind, error, trace):
                          print('hook', kind, error, sys.excepthook is hook)
                          traceback.print_exception(kind, error, trace)
                        sys.excepthook = hook
                        raise ValueError(1)"""),
                script("a hook that exits", "import sys\nsys.excepthook = lambda *e: sys.exit(7)\nraise ValueError"),
                script("last words", """
                        import atexit, traceback
                        atexit.register(traceback.print_last)
                        class Last:
                          def __del__(self): print('deleted in', __name__)
                        last = Last()
                        raise ValueError(1)"""),
                script("a thread that fails", """
                        import threading
                        thread = threading.Thread(target=lambda: 1 / 0, name='T')
                        thread.start(); thread.join(); print('goes on')"""),
                script("a thread that outlives it", """
                        import threading, time
                        threading.Thread(target=lambda: (time.sleep(0.2), print('late'))).start()"""),
                script("a warning", "import warnings; warnings.warn('w'); warnings.warn('d', DeprecationWarning)"),
                script("pickle", "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))))"),
                script("inspect", """
                        import inspect
                        class A: x = 1
                        print(inspect.getsource(A), inspect.getmodule(A).__name__)"""),
                script("data classes", """
                        import typing
                        try:
                          from dataclasses import dataclass
                        except ImportError:
                          dataclass = lambda c: c
                        @dataclass
                        class P:
                          x: 'int'
                          y: 'P' = None
                        print(typing.get_type_hints(P))"""),
                script("fork", processes("fork")),
                script("spawn", processes("spawn")),
                script("forkserver", processes("forkserver")),
                script("a process pool", """
                        from concurrent.futures import ProcessPoolExecutor
                        def work(x): return 1 / x
                        if __name__ == '__main__':
                          with ProcessPoolExecutor(1) as pool:
                            try: pool.submit(work, 0).result()
                            except ZeroDivisionError as e: print(e, __name__)"""));
    }

    @Test
    void readsTheEncodingThatTheScriptDeclares() throws Exception {
        assertLikePython("script.py", "# coding: latin-1\nprint('é')".getBytes(StandardCharsets.ISO_8859_1));
        assertLikePython("wrong.py", "print('é')".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void runsAScriptInAFolderWithAnyName() throws Exception {
        write("tiefer gelegt/nachbar.py", "wert = 'ä'");
        assertLikePython(
                "tiefer gelegt/Skript ü.py",
                "import nachbar; print(nachbar.wert, __file__); 1 / 0".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void saysWhatPythonSaysOfAMissingScript() throws Exception {
        python = Python.in(runFolder);

        assertThat(python.hosted("missing.py")).isEqualTo(python.plain("missing.py"));
    }

    @Test
    void knowsOsAndSysWithoutImport() throws Exception {
        write("train.py", "print(os.path.basename(sys.argv[0]), sys.argv[1:])");

        assertThat(Python.in(runFolder).hosted("train.py", "0.1", "two words"))
                .isEqualTo(new Python.Outcome(0, "train.py ['0.1', 'two words']\n", ""));
    }

    @Test
    void importsFromTheScriptsFolderFirstThenFromTheRoot() throws Exception {
        write("code/train.py", "import same, root_only; print(same.where, root_only.where)");
        write("code/same.py", "where = 'code'");
        write("same.py", "where = 'root'");
        write("root_only.py", "where = 'root'");

        assertThat(Python.in(runFolder).hosted("code/train.py")).isEqualTo(new Python.Outcome(0, "code root\n", ""));
    }

    @Test
    void letsTheProjectHaveItsOwnRunScriptModule() throws Exception {
        write("train.py", "import run_script; print(run_script.mine)");
        write("run_script.py", "mine = True");

        assertThat(Python.in(runFolder).hosted("train.py")).isEqualTo(new Python.Outcome(0, "True\n", ""));
    }

    @Test
    void doesNotBringItsImportsIntoThePathTwice() throws Exception {
        write("train.py", "print(len(sys.path) == len(set(sys.path)), sys.path[0] == os.getcwd())");

        assertThat(Python.in(runFolder).hosted("train.py").out()).isEqualTo("True True\n");
    }

    /** Runs the script both ways in one run folder. */
    private void assertLikePython(String name, byte[] source) throws IOException, InterruptedException {
        Path script = runFolder.resolve(name);
        Files.createDirectories(script.getParent());
        Files.write(script, source);
        if (python == null) {
            python = Python.in(runFolder);
        }
        assertThat(python.hosted(name, "0.1", "two words")).isEqualTo(python.plain(name, "0.1", "two words"));
    }

    private void write(String name, String source) throws IOException {
        Path file = runFolder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
    }

    private static String processes(String startMethod) {
        return """
                import multiprocessing
                class A:
                  def __init__(self, x): self.x = x
                def work(a): return a.x * 2
                if __name__ == '__main__':
                  multiprocessing.set_start_method('%s')
                  with multiprocessing.Pool(2) as pool:
                    print(pool.map(work, [A(1), A(2)]))""".formatted(startMethod);
    }

    private static Arguments script(String what, String source) {
        return argumentSet(what, source);
    }
}
