import Foundation

extension Phrase {
    /// Why the system did not do something with a file, by the number it left behind.
    ///
    /// The system says it in English unless the machine has its other languages.
    static func systemError(_ number: Int32) -> Phrase {
        let english = String(cString: strerror(number))
        let swedish =
            switch number {
            case ENOENT: "finns inte"
            case EACCES, EPERM: "det får du inte"
            case EISDIR: "är en mapp"
            case ENOTDIR: "något i sökvägen är ingen mapp"
            case EEXIST: "finns redan"
            case ENOSPC, EDQUOT: "det finns ingen plats kvar på disken"
            case EROFS: "går inte att skriva på"
            case ENAMETOOLONG: "namnet är för långt"
            default: english
            }
        return Phrase(swedish, english)
    }

    /// The same, with the file that it is about.
    static func systemError(_ number: Int32, at path: String) -> Phrase {
        let reason = systemError(number)
        return Phrase("\(path): \(reason.swedish)", "\(path): \(reason.english)")
    }
}
