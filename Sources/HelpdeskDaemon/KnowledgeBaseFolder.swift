import ArgumentParser
import Foundation
import KnowledgeBase

/// Reads the files of a knowledge base.
///
/// Only `*.md`, nothing hidden, no `README.md`; a symbolic link is followed only to a file inside
/// the folder, so that no article can be made to show another file of the machine.
struct KnowledgeBaseFolder {
    /// The files, by path.
    ///
    /// One that is over the limit is cut just past it, so that the knowledge base reports it.
    private(set) var sources: [ArticleSource] = []
    /// Files that were passed over.
    private(set) var problems: [ArticleProblem] = []

    /// - Throws: ``KnowledgeBaseFolderError``.
    init(at path: String) throws(KnowledgeBaseFolderError) {
        let root = URL(fileURLWithPath: path, isDirectory: true).resolvingSymlinksInPath()
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root.path, isDirectory: &isFolder),
            isFolder.boolValue,
            let files = FileManager.default.enumerator(atPath: root.path)
        else { throw .notThere(path) }
        var names: [String] = []
        for case let name as String in files where Self.isArticle(name) {
            guard names.count < Self.filesMax else { throw .tooMany(path) }
            names.append(name)
        }
        for name in names.sorted() { read(name, in: root) }
    }

    /// True when a file stands where an article would, at `<language>/<category>/<id>.md`; nothing is
    /// read.
    static func holdsArticle(_ path: String) -> Bool {
        /// What cannot be looked into holds nothing.
        func entries(_ folder: String) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { !$0.hasPrefix(".") }
        }
        return entries(path).contains { language in
            entries("\(path)/\(language)").contains { category in
                entries("\(path)/\(language)/\(category)").contains(where: isArticle)
            }
        }
    }

    private mutating func read(_ name: String, in root: URL) {
        let report = { (detail: String) in ArticleProblem(path: name, detail: detail) }
        let file = root.appendingPathComponent(name).resolvingSymlinksInPath()
        guard file.path.hasPrefix(root.path + "/") else {
            return problems.append(report("a symbolic link out of the knowledge base"))
        }
        let kind = try? FileManager.default.attributesOfItem(atPath: file.path)[.type]
        guard kind as? FileAttributeType == .typeRegular else {
            return problems.append(report("not a file"))
        }
        do {
            let handle = try FileHandle(forReadingFrom: file)
            // Closing a file that was only read loses nothing.
            defer { try? handle.close() }
            let bytes = try handle.read(upToCount: Self.fileBytesMax + 1) ?? Data()
            sources.append(ArticleSource(path: name, text: String(decoding: bytes, as: UTF8.self)))
        } catch {
            problems.append(report("cannot be read"))
        }
    }

    private static func isArticle(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        guard let last = parts.last, last.hasSuffix(".md"), last != "README.md" else {
            return false
        }
        return !parts.contains { $0.hasPrefix(".") }
    }

    /// More than the largest city's knowledge base by two orders.
    static let filesMax = 20_000
    /// 256 KiB, as the knowledge base allows.
    static let fileBytesMax = 262_144
}

/// Why a knowledge base cannot be read at all.
enum KnowledgeBaseFolderError: Error, Equatable, CustomStringConvertible {
    /// There is no such folder.
    case notThere(String)
    /// There are more than ``KnowledgeBaseFolder/filesMax`` articles.
    case tooMany(String)
    /// None of what is there can be read as an article.
    case empty(String)

    var description: String {
        switch self {
        case .notThere(let path): "\(path): no such folder"
        case .tooMany(let path): "\(path): more than \(KnowledgeBaseFolder.filesMax) articles"
        case .empty(let path): "\(path): no article that can be read"
        }
    }
}

/// Files of one JSON object a line.
enum JSONLines {
    /// Reads all lines; ends with 66 (EX_NOINPUT) without a file and 65 (EX_DATAERR) at a bad line.
    static func read<Line: Decodable>(_ path: String, as type: Line.Type) throws -> [Line] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            Terminal.sayError("\(path): no such file")
            throw ExitCode(SystemExit.notThere)
        }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return try lines.enumerated().compactMap { number, line in
            guard line.contains(where: { $0 > 0x20 }) else { return nil }
            do {
                return try JSONDecoder().decode(Line.self, from: Data(line))
            } catch {
                Terminal.sayError("\(path): line \(number + 1) is not what is wanted")
                throw ExitCode(SystemExit.badData)
            }
        }
    }

    /// Prints one value as a line, at once: the reader may be waiting for it.
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var line = try encoder.encode(value)
        line.append(0x0A)
        try FileHandle.standardOutput.write(contentsOf: line)
    }
}
