import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("The shells and the manual, with the real programs")
    struct ShellTests {
        /// What bash proposes behind a line, as it asks the script that `helpdesk` prints.
        private static let bash = """
            source "$SCRIPT"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}; _helpdesk "$1" "${!#}" "${@: -2:1}"; printf '%s\\n' "${COMPREPLY[@]}"
            """

        /// zsh completes only at a terminal, so it is given one.
        private static let zsh = """
            zmodload zsh/zpty; zpty z zsh -f; zpty -w z 'PS1=; stty -echo'
            zpty -w z 'autoload -Uz compinit; compinit -u -D; source "$SCRIPT"; compdef _helpdesk helpdesk'
            zpty -w z "bindkey '^I' list-choices; print READY"
            zpty -r -m z READ '*READY*'; zpty -n -w z "$LINE"$'\\t'
            zpty -r -m z SEEN "*$EXPECTED*"; zpty -d z; print -r -- "$SEEN"
            """

        private func proposed(
            by shell: String,
            _ program: [String],
            _ words: [String],
            in console: ClerkConsole
        ) throws -> String {
            let folder = try TemporaryFolder("shell")
            let helpdesk = try HousePrograms.helpdesk()
            let script = try folder.write(
                try run(helpdesk, ["completions", shell], console.variables, folder),
                to: "script"
            )
            var variables = console.variables
            variables["SCRIPT"] = script
            variables["LINE"] = words.joined(separator: " ")
            variables["EXPECTED"] = "Låset"
            variables["LC_ALL"] = "C.UTF-8"
            let folderOfProgram = URL(filePath: helpdesk).deletingLastPathComponent().path
            variables["PATH"] = "\(folderOfProgram):/usr/bin:/bin"
            return try run(program[0], program.dropFirst() + words, variables, folder)
        }

        private func run(
            _ program: String,
            _ arguments: some Sequence<String>,
            _ variables: [String: String],
            _ folder: TemporaryFolder
        ) throws -> String {
            let process = try LoopbackProcess(
                program,
                Array(arguments),
                environment: variables,
                logPath: folder.path(UUID().uuidString)
            )
            let status = process.waitUntilEnded(within: .seconds(60))
            #expect(status == 0, "\(program): \(process.log.suffix(500))")
            return process.log
        }

        @Test("propose the desk's own words, and nothing where nobody is logged in")
        func completions() async throws {
            try await withHouse { house in
                house.keepSecret("Låset")
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let form = TicketForm(
                    subject: "Låset",
                    body: "Går inte upp.",
                    channel: "phone",
                    citizen: CitizenForm(name: "Olle")
                )
                #expect(try await api.post("/v1/tickets", form).status == 201)
                let server = "http://127.0.0.1:\(house.httpPort)"
                let anna = try ClerkConsole("anna", at: server)
                let stranger = try ClerkConsole("nobody", at: server)
                let keys: [ClerkConsole.Keys] = [("Lösenord", "annas lösenord\n")]
                #expect(try anna.run(["login", "--user", "anna"], typing: keys).exitCode == 0)

                let bash = ["/bin/bash", "-c", Self.bash, "bash"]
                let show = ["helpdesk", "show", ""]
                #expect(try proposed(by: "bash", bash, show, in: anna) == "1\n")
                #expect(try proposed(by: "bash", bash, show, in: stranger) == "\n")
                let verbs = try proposed(by: "bash", bash, ["helpdesk", "ass"], in: stranger)
                #expect(verbs == "assign\n")
                let staff = try proposed(
                    by: "bash",
                    bash,
                    ["helpdesk", "assign", "1", "a"],
                    in: anna
                )
                #expect(staff == "anna\n")
                let articles = try proposed(
                    by: "bash",
                    bash,
                    ["helpdesk", "article", "bankid-"],
                    in: anna
                )
                #expect(articles.split(separator: "\n").count > 3)
                #expect(articles.split(separator: "\n").allSatisfy { $0.hasPrefix("bankid-") })

                let fish = ["/usr/bin/fish", "-c", "source $SCRIPT; complete -C $LINE"]
                let seen = try proposed(by: "fish", fish, ["helpdesk", "show", ""], in: anna)
                #expect(seen.contains("1\tLåset"))
                let zsh = ["/usr/bin/zsh", "-f", "-c", Self.zsh]
                let listed = try proposed(by: "zsh", zsh, ["helpdesk", "show", ""], in: anna)
                #expect(listed.contains("Låset"), "\(listed.debugDescription)")
            }
        }

        @Test("read manual pages that mandoc and man find nothing wrong with")
        func manual() throws {
            let folder = try TemporaryFolder("manual")
            let variables = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
            for (program, name) in [
                (try HousePrograms.helpdesk(), "helpdesk.1"),
                (try HousePrograms.helpdeskd(), "helpdeskd.8"),
            ] {
                for language in ["sv", "en"] {
                    let text = try run(
                        program,
                        ["manual", "--language", language],
                        variables,
                        folder
                    )
                    #expect(text.contains(".SH"))
                    let file = try folder.write(text, to: "\(language).\(name)")
                    let lint = ["-Tlint", "-Wstyle", file]
                    #expect(try run("/usr/bin/mandoc", lint, variables, folder) == "")
                    let man = ["-c", "man --warnings -l \"$0\" 2>&1 >/dev/null", file]
                    #expect(try run("/bin/sh", man, variables, folder) == "")
                }
            }
        }

        @Test("speak with a desk whose certificate is of a private authority, once it is named")
        func privateAuthority() async throws {
            let folder = try TemporaryFolder("authority")
            let authority = try TestAuthority()
            let stranger = try TestAuthority()
            let own = try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
            let house = try HouseServer(
                HouseSettings(environment: [
                    "HELPDESK_HTTP_TLS_CERTIFICATE": own.file,
                    "HELPDESK_HTTP_TLS_KEY": own.keyFile,
                ])
            )
            try house.launch()
            let address = "https://127.0.0.1:\(house.httpPort)"
            let anna = try ClerkConsole("anna", at: address)
            let keys: [ClerkConsole.Keys] = [("Lösenord", "annas lösenord\n")]
            try await eventually("the daemon serves", within: .seconds(30)) {
                let trial = try anna.run(["login", "--user", "anna"], typing: keys)
                return trial.exitCode == 69 && trial.text.contains("--ca-file")
            }
            let login = ["login", "--user", "anna", "--ca-file"]
            let wrong = try anna.run(login + [stranger.caFile], typing: keys)
            #expect(wrong.exitCode == 69)
            #expect(wrong.text.contains("kunde inte visa vem den är"))
            let right = try anna.run(login + [authority.caFile], typing: keys)
            #expect(right.exitCode == 0, "\(right.text)")
            // The session remembers whom to trust, and the environment can say otherwise.
            #expect(try anna.run(["whoami"]).text.contains(address))
            #expect(try anna.run(["tickets"]).exitCode == 0)
            anna.environment["HELPDESK_CA_FILE"] = stranger.caFile
            #expect(try anna.run(["tickets"]).exitCode == 69)
            #expect(try anna.run(["tickets", "--ca-file", authority.caFile]).exitCode == 0)
            anna.environment["HELPDESK_CA_FILE"] = nil
            #expect(try anna.run(["logout"]).exitCode == 0)
            try house.stop()
            #expect(house.leaks() == [])
        }
    }
}
