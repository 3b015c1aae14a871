//! Everything that a key can do: the table that dispatch, tooltips and the help page share.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

/// Something the artist can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table says what each does")]
pub enum Action {
    Open,
    OpenStyle,
    Paste,
    PasteStyle,
    Copy,
    CopyLook,
    Export,
    ExportAgain,
    SaveRecipe,
    Run,
    Pause,
    Stop,
    Undo,
    Redo,
    Fit,
    Full,
    Fill,
    ZoomIn,
    ZoomOut,
    Compare,
    Snapshot,
    Variations,
    Crop,
    CropStyle,
    PreviousStyle,
    NextStyle,
    Seed,
    Panels,
    FullScreen,
    ToCreate,
    ToTrain,
    Settings,
    Help,
    Quit,
}

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

/// One row of the table.
pub struct Row {
    /// What is done.
    pub action: Action,
    /// Key of its name in the locales.
    pub name: &'static str,
    /// Keys that do it. Those with more modifiers stand before those with fewer.
    pub keys: &'static [KeyboardShortcut],
}

macro_rules! table {
    ($($action:ident $name:literal [$($modifiers:ident $key:ident),+]),+ $(,)?) => {
        &[$(Row {
            action: Action::$action,
            name: $name,
            keys: &[$(key($modifiers, Key::$key)),+],
        }),+]
    };
}

/// All actions with their keys. Paste and copy also come as events of their own.
pub const TABLE: &[Row] = table![
    CropStyle "action-crop-style" [SHIFT C],
    OpenStyle "action-open-style" [CTRL_SHIFT O],
    Open "action-open" [CTRL O],
    PasteStyle "action-paste-style" [CTRL_SHIFT V],
    Paste "action-paste" [CTRL V],
    CopyLook "action-copy-look" [CTRL_SHIFT C],
    Copy "action-copy" [CTRL C],
    ExportAgain "action-export-again" [CTRL_SHIFT E],
    Export "action-export" [CTRL E],
    SaveRecipe "action-save-recipe" [CTRL S],
    Run "action-run" [CTRL Enter],
    Pause "action-pause" [CTRL Period],
    Stop "action-stop" [NONE Escape],
    Redo "action-redo" [CTRL_SHIFT Z, CTRL Y],
    Undo "action-undo" [CTRL Z],
    Fit "action-fit" [CTRL Num0],
    Full "action-full" [CTRL Num1],
    Fill "action-fill" [CTRL Num2],
    ZoomIn "action-zoom-in" [CTRL Equals, CTRL Plus],
    ZoomOut "action-zoom-out" [CTRL Minus],
    Compare "action-compare" [NONE Y],
    Snapshot "action-snapshot" [NONE S],
    Variations "action-variations" [NONE V],
    Crop "action-crop" [NONE C],
    PreviousStyle "action-previous-style" [NONE OpenBracket],
    NextStyle "action-next-style" [NONE CloseBracket],
    Seed "action-seed" [NONE R],
    Panels "action-panels" [NONE Tab],
    FullScreen "action-full-screen" [NONE F11],
    ToCreate "action-to-create" [CTRL PageUp],
    ToTrain "action-to-train" [CTRL PageDown],
    Settings "action-settings" [CTRL Comma],
    Help "action-help" [NONE F1, NONE Questionmark],
    Quit "action-quit" [CTRL Q],
];

/// The row of an action.
pub fn row(action: Action) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.action == action)
}

/// Why something that has a button cannot be done now, as a key of the locales.
pub fn why_not(action: Action) -> Option<&'static str> {
    match action {
        Action::Undo => Some("nothing-to-undo"),
        Action::Redo => Some("nothing-to-redo"),
        Action::Stop => Some("nothing-to-stop"),
        Action::Snapshot => Some("nothing-to-snapshot"),
        Action::Crop => Some("nothing-to-crop"),
        Action::Variations => Some("nothing-to-keep"),
        _ => None,
    }
}

/// "Ctrl+O", as this system writes it; empty for an action without a key.
pub fn keys_of(ctx: &Context, action: Action) -> String {
    row(action)
        .and_then(|row| row.keys.first())
        .map(|shortcut| ctx.format_shortcut(shortcut))
        .unwrap_or_default()
}

/// What the keys of this frame ask for, as often as they were pressed. While a text is being edited only Ctrl keys count, and
/// Tab moves the focus once something has it.
pub fn pressed(ctx: &Context) -> Vec<Action> {
    let editing = ctx.text_edit_focused();
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let mut actions = Vec::new();
    for row in TABLE {
        for shortcut in row.keys {
            let plain = matches!(shortcut.modifiers, NONE | SHIFT)
                && !matches!(shortcut.logical_key, Key::F1 | Key::F11);
            if plain && editing {
                continue;
            }
            if focused && shortcut.logical_key == Key::Tab {
                continue;
            }
            // A question mark needs Shift on most keyboards.
            let loose = shortcut.logical_key == Key::Questionmark;
            let KeyboardShortcut {
                modifiers,
                logical_key,
            } = *shortcut;
            let times = ctx.input_mut(|input| {
                let shifted = loose.then_some(Modifiers::SHIFT);
                let ways = shifted.into_iter().chain([modifiers]);
                let hits = ways.map(|way| input.count_and_consume_key(way, logical_key));
                hits.sum::<usize>()
            });
            // A hand may press several times within a slow frame.
            actions.extend(std::iter::repeat_n(row.action, times));
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen = Vec::new();
        for row in TABLE {
            for shortcut in row.keys {
                assert!(!seen.contains(shortcut), "{} is taken", row.name);
                seen.push(*shortcut);
            }
        }
    }

    #[test]
    fn shortcuts_with_more_modifiers_come_first() {
        // egui lets Ctrl+Shift+Z match Ctrl+Z, so the longer one has to be asked for first.
        for (i, row) in TABLE.iter().enumerate() {
            for later in &TABLE[i + 1..] {
                for (a, b) in row
                    .keys
                    .iter()
                    .flat_map(|a| later.keys.iter().map(move |b| (a, b)))
                {
                    let shadows =
                        a.logical_key == b.logical_key && b.modifiers.shift && !a.modifiers.shift;
                    assert!(!shadows, "{} hides {}", row.name, later.name);
                }
            }
        }
    }
}
