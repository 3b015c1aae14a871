//! The icons that are used, by what they mean here.

use egui_material_icons::icons as material;

macro_rules! icons {
    ($($name:ident = $icon:ident),+ $(,)?) => {
        $(#[doc = "The icon of this name."] pub const $name: &str = material::$icon.codepoint;)+
    };
}

icons! {
    UNDO = ICON_UNDO,
    REDO = ICON_REDO,
    SETTINGS = ICON_SETTINGS,
    HELP = ICON_HELP,
    ADD = ICON_ADD,
    STAR = ICON_STAR,
    PAINT = ICON_BRUSH,
    PAUSE = ICON_PAUSE,
    RESUME = ICON_PLAY_ARROW,
    STOP = ICON_STOP,
    SNAPSHOT = ICON_PHOTO_CAMERA,
    DICE = ICON_CASINO,
    LOCK = ICON_LOCK,
    OPEN_LOCK = ICON_LOCK_OPEN,
    EXPORT = ICON_SAVE_ALT,
    OPEN = ICON_FOLDER_OPEN,
    DONE = ICON_CHECK_CIRCLE,
    NOTE = ICON_INFO,
    ERROR = ICON_ERROR,
    BRANCH = ICON_CALL_SPLIT,
    FIT = ICON_FIT_SCREEN,
    COMPARE = ICON_COMPARE,
    CROP = ICON_CROP,
    TURN_LEFT = ICON_ROTATE_90_DEGREES_CCW,
    TURN_RIGHT = ICON_ROTATE_90_DEGREES_CW,
    SWAP = ICON_CROP_ROTATE,
    SUGGEST = ICON_AUTO_AWESOME,
    KEEP = ICON_BOOKMARK_ADD,
    TAKE_OUT = ICON_CLOSE,
    CLOSE = ICON_CLOSE,
    NEXT = ICON_NAVIGATE_NEXT,
    COPY = ICON_CONTENT_COPY,
    PASTE = ICON_CONTENT_PASTE,
    VARIATIONS = ICON_GRID_VIEW,
    NEWEST = ICON_LAST_PAGE,
    OPENED = ICON_EXPAND_MORE,
    FOLDED = ICON_CHEVRON_RIGHT,
    UP = ICON_ARROW_UPWARD,
    DOWN = ICON_ARROW_DOWNWARD,
    PICTURE = ICON_IMAGE,
    LEARNT = ICON_SCHOOL,
}
