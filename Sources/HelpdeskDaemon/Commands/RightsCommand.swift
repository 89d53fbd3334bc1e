import ArgumentParser
import Desk
import Foundation

/// `helpdeskd rights`: who may do what.
struct RightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rights",
        abstract: "Print the table of rights: what each role may do, and to which tickets.",
        discussion: """
            own: in one of the person's queues, or in any that is not confidential when the \
            directory names none for them. foreign: in another queue. confidential: in a queue of \
            desk.confidential-queues that is not named for them. protected: of a person with \
            protected identity, wherever it is; who sees those needs the role protected-identity \
            beside another one. What is not for somebody looks to them as if it were not there. A \
            supervisor has teach-articles only where the directory names no queues for them: what \
            articles were taught comes from all of them.
            """
    )

    func run() {
        let roles = Role.allCases
        var rows = [["right"] + roles.map(\.rawValue)]
        for line in RightsTable.house.lines {
            let cells = roles.map { role in
                let reach = line.reach[role] ?? []
                return reach.isEmpty
                    ? "-"
                    : Scope.allCases.filter(reach.contains).map(\.rawValue).joined(separator: " ")
            }
            rows.append([line.right.rawValue] + cells)
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { cell, width in
                cell.padding(toLength: width, withPad: " ", startingAt: 0)
            }
            Terminal.print(
                cells.joined(separator: "  ").replacing(/\ +$/, with: "")
            )
        }
        Terminal.print("")
        for right in Right.allCases where RightsTable.personal.contains(right) {
            Terminal.say("\(right.rawValue): never by a token of another system")
        }
        Terminal.say("teach-articles: not for a supervisor for whom the directory names queues")
    }
}
