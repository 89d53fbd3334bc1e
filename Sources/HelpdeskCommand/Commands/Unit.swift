import ArgumentParser
import DeskAPI

/// `helpdesk unit`.
struct UnitCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Give a ticket to the unit that answers it, or take it back.",
        discussion: "Units are destinations: `helpdesk destinations` finds them by their words."
    )

    @Argument(help: "The ticket's number.")
    var number: TicketNumber

    @Argument(help: "The id of a destination.", completion: Completions.destinations)
    var unit: String?

    @Flag(name: .long, help: "No unit's: the desk answers it itself.")
    var none = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (unit == nil) == none else {
            throw ValidationError("Name a unit, or give --none.")
        }
        guard unit?.isEmpty != true else { throw ValidationError("The unit's id is empty.") }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let request: DeskRequest =
            if let unit {
                try .put(UnitForm(unit: unit), at: "tickets", number.description, "unit")
            } else {
                .delete("tickets", number.description, "unit")
            }
        // One that is the same unit's still may change in any other way and be given away.
        do throws(CommandFailure) {
            try await clerk.change(number, by: request) { seen, fresh in
                seen.unit?.id == fresh.unit?.id
            }
        } catch {
            throw await clerk.suggesting(error, naming: unit.map { [($0, .destination)] } ?? [])
        }
    }
}
