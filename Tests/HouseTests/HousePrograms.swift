import Foundation

/// The programs as `swift build` made them, beside the tests that run them.
enum HousePrograms {
    /// Something without which the house cannot be tried.
    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    /// The folder that Package.swift is in.
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The daemon.
    static func helpdeskd() throws -> String { try program("helpdeskd") }

    /// The staff CLI.
    static func helpdesk() throws -> String { try program("helpdesk") }

    private static func program(_ name: String) throws -> String {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let places = [
            tests.deletingLastPathComponent().appending(path: name),
            repository.appending(path: ".build/debug/\(name)"),
        ]
        guard let found = places.first(where: { isProgram($0.path) }) else {
            throw Missing(description: "\(name) is not built: run swift build first")
        }
        return found.path
    }

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }
}
