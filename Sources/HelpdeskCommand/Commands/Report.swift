import ArgumentParser
import CommandManual
import DeskAPI
import Foundation

/// The reports there are, for the argument and its completions.
enum ReportOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case fcr
    case volume
    case clocks
    case handoffs
    case articles
    case complaints
    case satisfaction
    case cost
}

/// How a report is wanted.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table
    case csv
    case svg
}

/// `helpdesk report`.
struct ReportCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show the desk's figures.",
        discussion: """
            fcr: solved at first contact. volume: contacts, beside a year before. clocks: promises \
            kept. handoffs: where calls went. articles: what they solved, and which are missing. \
            complaints: receipts and answers in time. satisfaction: grades. cost: what a contact \
            costs.

            Days are those of the city; without --from and --to the last four weeks. --by tells the \
            figures apart otherwise: by channel, category, kind, queue, board, week and so on.
            """
    )

    @Argument(help: "Which report.")
    var name: ReportOption

    @Option(name: .long, help: ArgumentHelp("The first day.", valueName: "yyyy-mm-dd"))
    var from: String?

    @Option(name: .long, help: ArgumentHelp("The last day.", valueName: "yyyy-mm-dd"))
    var to: String?

    @Option(name: .long, help: ArgumentHelp("What to tell figures apart by.", valueName: "what"))
    var by: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Compare the volume with the days from this on.",
            valueName: "yyyy-mm-dd"
        )
    )
    var base: String?

    @Option(name: .long, help: "table, csv or svg; the last two of one table.")
    var format = ReportFormat.table

    @Option(name: .long, help: "Which of the report's tables, for csv and svg.")
    var table: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Write it to this file; one that is there is kept.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if connection.json, format != .table {
            throw ValidationError("--json and --format exclude each other.")
        }
        if table != nil, format == .table {
            throw ValidationError("--table goes with --format csv or svg.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        var request = DeskRequest.get("reports", name.rawValue)
            .asking("from", from).asking("to", to).asking("by", by).asking("base", base)
            .asking("table", table)
        switch format {
        case .table: break
        case .csv: request.form = "text/csv"
        case .svg: request.form = "image/svg+xml"
        }
        let answer = try await send(request, for: clerk)
        if format == .table, !connection.json {
            let reader = output == nil ? clerk.reader : clerk.reader.ofFile
            let sheet = Sheet.report(try answer.decoded(as: ReportBody.self), for: reader)
            guard let output else { return try clerk.show(sheet) }
            return try save(Data(sheet.text(colour: false).utf8), as: output, for: clerk)
        }
        guard let output, output != "-" else { return try clerk.write(answer) }
        try save(answer.body, as: output, for: clerk)
    }

    /// Sends it, and says what --by may have meant: which words there are for the report, the desk
    /// answers.
    private func send(
        _ request: DeskRequest,
        for clerk: Clerk
    ) async throws(CommandFailure) -> DeskAnswer {
        do throws(CommandFailure) {
            return try await clerk.client.send(request)
        } catch {
            guard case .refused(var refusal) = error, let by,
                let wanted = refusal.problem?.errors?.first(where: { $0.pointer == "by" })?.detail
            else { throw error }
            // It ends with the list of them, in any language.
            let known = wanted.split(separator: ",").compactMap { $0.split(separator: " ").last }
            guard let meant = Spelling.nearest(to: by, among: known.map(String.init)) else {
                throw error
            }
            refusal.hint = Phrase("Menade du \(meant)?", "Did you mean \(meant)?")
            throw .refused(refusal)
        }
    }

    private func save(_ bytes: Data, as path: String, for clerk: Clerk) throws(CommandFailure) {
        if path == "-" { return try Descriptor.write(bytes, to: clerk.surroundings.output) }
        try Descriptor.create(path, with: bytes)
        try clerk.remark(Phrase("Sparat: \(path)", "Saved: \(path)"))
    }
}

extension Reader {
    /// The same where nothing has to fit a terminal.
    fileprivate var ofFile: Reader {
        var reader = self
        reader.width = nil
        return reader
    }
}
