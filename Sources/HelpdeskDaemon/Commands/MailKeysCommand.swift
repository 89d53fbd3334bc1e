import ArgumentParser
import Desk
import Foundation
import Storage

extension MailCommand {
    /// `helpdeskd mail keys …`: what signs the letters' addresses, so that answers find their ticket.
    struct Keys: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keys",
            abstract: "List, add and remove the keys that letters are signed by.",
            discussion: """
                A new key signs after ten minutes, when every daemon on the store has heard of it. \
                Old letters are still proven by the old key; remove it when nobody answers them \
                any more, or at once when somebody else may have seen it.
                """,
            subcommands: [List.self, Add.self, Remove.self],
            defaultSubcommand: List.self
        )

        /// `helpdeskd mail keys list`.
        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "list",
                abstract: "List the keys, the newest first; never their secrets."
            )

            @OptionGroup var file: ConfigurationOption

            func run() async throws {
                try await file.withStore(mayCreate: false) { store in
                    for key in try await store.proofKeyRecords() {
                        let use = key.isSigning ? "signs" : "proves"
                        Terminal.say(
                            "\(key.id)  made \(key.createdAt.formatted(.iso8601))  \(use)"
                        )
                    }
                }
            }
        }

        /// `helpdeskd mail keys add`.
        struct Add: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "add",
                abstract: "Make a new key."
            )

            @OptionGroup var file: ConfigurationOption

            func run() async throws {
                try await file.withStore(mayCreate: false) { store in
                    Terminal.say("key \(try await store.addProofKey()) signs in ten minutes")
                }
            }
        }

        /// `helpdeskd mail keys remove ID`.
        struct Remove: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "remove",
                abstract: "Remove a key; answers to its letters are not proven by it any more."
            )

            @OptionGroup var file: ConfigurationOption

            @Argument(help: "The key's id, as keys list has it.")
            var id: String

            func run() async throws {
                try await file.withStore(mayCreate: false) { store in
                    try await store.removeProofKey(id)
                    Terminal.say("key \(id) is removed")
                }
            }
        }
    }
}
