import CommandManual
import Desk
import Foundation
import Testing

@testable import HelpdeskDaemon

@Suite("The operator's command line")
struct OperatorCommandLineTests {
    private static let tree = CommandTree(of: HelpdeskDaemon.self)

    @Test("is explained in Swedish, too, all of it")
    func swedish() {
        let wording = HelpdeskDaemon.wording(in: ["LANG": "sv_SE.UTF-8"])
        #expect(Self.tree.texts.filter { !wording.knows($0) }.sorted() == [])
        let spare = SwedishHelp.texts.keys.filter {
            !Self.tree.texts.contains($0) && SwedishHelp.checks[$0] == nil
                && !SwedishHelp.program.keys.contains($0)
        }
        #expect(spare.sorted() == [])
    }

    @Test(
        "is asked about where it was misspelt",
        arguments: [
            (["serv"], "Unexpected argument 'serv'", "serve"),
            (["mail", "retrry", "1"], "2 unexpected arguments: 'retrry', '1'", "retry"),
            (["kb", "linf"], "Unexpected argument 'linf'", "lint"),
        ]
    )
    func meant(_ arguments: [String], _ message: String, _ meant: String) {
        let mistake = UsageMistake(message, in: arguments, of: Self.tree)
        let word = arguments.first { $0 != "mail" && $0 != "kb" } ?? ""
        #expect(
            mistake.lines(in: .english)[0]
                == "There is no command '\(word)'. Did you mean '\(meant)'?"
        )
        let swedish = HelpdeskDaemon.wording(in: ["LC_ALL": "sv"])
        #expect(mistake.lines(in: swedish)[0].hasSuffix("Menade du '\(meant)'?"))
    }

    @Test("ends with a code of sysexits.h whatever went wrong")
    func codes() {
        let path = "/nowhere/at/all"
        let missing = CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: path])
        #expect(SystemExit.code(for: missing) == SystemExit.notThere)
        #expect(SystemExit.words(for: missing).hasPrefix(path + ": "))
        #expect(SystemExit.code(for: CocoaError(.fileWriteNoPermission)) == SystemExit.notPermitted)
        #expect(SystemExit.code(for: CocoaError(.fileWriteFileExists)) == SystemExit.cannotCreate)
        #expect(SystemExit.code(for: CocoaError(.fileWriteOutOfSpace)) == SystemExit.inputOutput)
        #expect(SystemExit.code(for: CancellationError()) == SystemExit.software)
        let away = DeskError.unavailable(cause: "postgresql://desk:hemligt@db1 is away")
        #expect(SystemExit.code(for: away) == SystemExit.unavailable)
        let words = SystemExit.words(for: away)
        #expect(words.hasPrefix("broken off: ") && words.contains(" is away"))
        #expect(!words.contains("hemligt") && !words.contains("unavailable("))
        #expect(SystemExit.code(for: DeskError.notFound) == SystemExit.notThere)
        #expect(SystemExit.words(for: DeskError.wrongState(detail: "it is done")) == "it is done")
        let full = RecordFolder.Failure(description: "it is there already")
        #expect(SystemExit.code(for: full) == SystemExit.cannotCreate)
        #expect(SystemExit.words(for: full) == "it is there already")
    }

    @Test(
        "takes no limit below one",
        arguments: [["mail", "outbox"], ["audit", "reads"]]
    )
    func limits(_ command: [String]) async {
        for limit in ["0", "-1"] {
            let arguments = command + ["--config", "/nowhere", "--limit=\(limit)"]
            #expect(await HelpdeskDaemon.run(arguments) == 64)
        }
        // The next mistake is met, so the command line was right.
        let arguments = command + ["--config", "/nowhere", "--limit=1"]
        #expect(await HelpdeskDaemon.run(arguments) == SystemExit.configuration)
    }
}
