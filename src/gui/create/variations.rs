//! A sheet of variations: the present picture at other strengths, moved in the space of styles, in other styles, and
//! with other seeds. A click takes one, undo brings the former back.

use crate::{
    gui::{
        create::{context::PaneContext, intent::Intent, shelf::styles::Styles},
        live_picture,
        localisation::Words,
        theme::{CORNER, GAP, palette},
        widgets::cancel_button,
    },
    picture::Picture,
    session::{Project, Settings, StyleKey, engine::PaintRequest},
    stylize::{AXIS_REACH, Engine},
};
use egui::{
    Align2, Color32, Context, FontId, Rect, RichText, Role, Sense, Stroke, StrokeKind,
    TextureHandle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Pictures in a row, and rows.
const COLUMNS: usize = 4;
const ROWS: usize = 4;
/// Height of a caption in points.
const CAPTION: f32 = 20.0;

/// One of the sheet.
struct Variation {
    name: String,
    project: Project,
    picture: Option<TextureHandle>,
}

/// All variations.
pub struct Sheet {
    list: Vec<Variation>,
    /// Width over height of the picture.
    shape: f32,
}

impl Sheet {
    /// Size of a picture on the sheet, without its caption, so that all of it fits the window.
    fn cell(&self, ctx: &Context) -> Vec2 {
        let room = ctx.content_rect().size() - vec2(120.0, 180.0);
        let width = (room.x / COLUMNS as f32 - GAP).min(230.0);
        let height = (room.y / ROWS as f32 - CAPTION - GAP).min(160.0);
        // No wider than the pictures need.
        vec2(
            width.min(height * self.shape.clamp(1.0, 1.6)).floor(),
            height.floor(),
        )
    }

    /// Size of the sheet.
    pub fn size(&self, ctx: &Context) -> Vec2 {
        let cell = self.cell(ctx);
        let columns = COLUMNS as f32;
        let rows = ROWS as f32;
        vec2(
            columns * (cell.x + GAP) - GAP,
            rows * (cell.y + CAPTION + GAP),
        )
    }
}

impl Sheet {
    /// Variations of the present picture, if it can be painted.
    pub fn new(
        words: &Words,
        settings: &Settings,
        project: &Project,
        styles: &Styles,
    ) -> Option<Self> {
        let size = project.size(Engine::Instant, None);
        let size = size.filter(|_| project.has_style())?;
        let mut list = other_strengths(words, project);
        list.extend(near_styles(words, project));
        list.extend(other_styles(words, settings, project, styles));
        list.extend(other_seeds(words, project));
        let shape = size.0 as f32 / size.1.max(1) as f32;
        Some(Self { list, shape })
    }

    /// What is to be painted for it, by numbers: the shelf has pictures of some already.
    pub fn starts(&self) -> Vec<(usize, PaintRequest)> {
        let starts = self.list.iter().enumerate();
        let starts = starts.filter(|(_, variation)| variation.picture.is_none());
        let starts = starts.filter_map(|(i, variation)| Some((i, variation.project.start()?)));
        starts.collect()
    }

    /// One of its pictures was painted.
    pub fn came(&mut self, ctx: &Context, number: usize, picture: &Picture) {
        if let Some(variation) = self.list.get_mut(number) {
            let rgba = picture.to_rgba8();
            let texture = live_picture::small(ctx, picture.width, picture.height, &rgba);
            variation.picture = Some(texture);
        }
    }

    /// Draws it; returns whether it is closed.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) -> bool {
        ui.heading(cx.words.get("variations"));
        let cell = self.cell(ui.ctx());
        let mut taken = None;
        for (row, variations) in self.list.chunks(COLUMNS).enumerate() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for (column, variation) in variations.iter().enumerate() {
                    if variation.show(ui, cell) {
                        taken = Some(row * COLUMNS + column);
                    }
                }
            });
        }
        let mut closed = false;
        ui.horizontal(|ui| {
            closed = cancel_button(ui, cx.words);
            ui.label(RichText::new(cx.words.get("variations-hint")).weak());
        });
        let Some(i) = taken else { return closed };
        cx.art.project = self.list.swap_remove(i).project;
        cx.ask(Intent::ReadStyles);
        true
    }
}

/// The present picture, to be painted by Instant, as `change` makes it.
fn varied(project: &Project, name: String, change: impl FnOnce(&mut Project)) -> Variation {
    let mut project = project.clone();
    project.recipe.engine = Engine::Instant;
    change(&mut project);
    Variation {
        name,
        project,
        picture: None,
    }
}

fn other_strengths(words: &Words, project: &Project) -> Vec<Variation> {
    let now = project.recipe.strength;
    let mut others: Vec<f32> = [1.0, 0.7, 0.4, 1.3, 0.85]
        .into_iter()
        .filter(|other| (other - now).abs() > 0.05)
        .take(COLUMNS)
        .collect();
    others.sort_by(f32::total_cmp);
    let vary = |strength: f32| {
        let percent = format!("{:.0}", strength * 100.0);
        let values = [("percent", percent.into())];
        let name = words.with("balance-weaker-do", &values);
        varied(project, name, |project| project.recipe.strength = strength)
    };
    others.into_iter().map(vary).collect()
}

/// Styles near by: a step along axes of their space.
fn near_styles(words: &Words, project: &Project) -> Vec<Variation> {
    /// Softer, rougher, more dramatic, warmer.
    const AXES: [(usize, &str); COLUMNS] =
        [(0, "axis-1"), (1, "axis-2"), (2, "axis-3"), (5, "axis-6")];
    const STEP: f32 = 1.5;
    let vary = |(axis, axis_name): (usize, &str)| {
        let here = project.recipe.style_axes.get(axis);
        let here = here.copied().unwrap_or_default();
        // Back, where there is no further.
        let step = if here + STEP > AXIS_REACH {
            -STEP
        } else {
            STEP
        };
        let key = if step > 0.0 { "more-of" } else { "less-of" };
        let name = [("what", words.get(axis_name).into())];
        let name = words.with(key, &name);
        varied(project, name, |project| project.set_axis(axis, here + step))
    };
    AXES.into_iter().map(vary).collect()
}

/// The styles that suit the photograph best, of which the shelf has the pictures already.
fn other_styles(
    words: &Words,
    settings: &Settings,
    project: &Project,
    styles: &Styles,
) -> Vec<Variation> {
    let mut others = styles.order(settings);
    let ranks = styles.gallery.ranks();
    others.retain(|&i| !project.has(&styles.cards[i].key));
    others.sort_by_key(|&i| {
        let rank = ranks.get(&styles.cards[i].key);
        rank.copied().unwrap_or(usize::MAX)
    });
    let vary = |i: usize| {
        let key: StyleKey = styles.cards[i].key.clone();
        let picture = styles.small_picture(&key);
        let name = styles.title(words, &key);
        Variation {
            picture,
            ..varied(project, name, |project| project.choose(key))
        }
    };
    others.into_iter().take(COLUMNS).map(vary).collect()
}

fn other_seeds(words: &Words, project: &Project) -> Vec<Variation> {
    let now = project.recipe.seed;
    let vary = |i: u64| {
        let seed = now.wrapping_mul(48_271).wrapping_add(11 + i) % 100_000;
        let name = [("seed", (seed as usize).into())];
        let name = words.with("with-seed", &name);
        varied(project, name, |project| project.recipe.seed = seed)
    };
    (1..=COLUMNS as u64).map(vary).collect()
}

impl Variation {
    /// Draws it; returns whether it was clicked.
    fn show(&self, ui: &mut Ui, cell: Vec2) -> bool {
        let colours = palette(ui.ctx());
        let size = cell + vec2(0.0, CAPTION);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.name.as_str()));
        let place = Rect::from_min_size(rect.min, cell);
        let painter = ui.painter_at(rect.expand(1.0));
        painter.rect_filled(place, CORNER, colours.raised);
        let mut around = place;
        if let Some(texture) = &self.picture {
            // All of it is seen.
            let size = texture.size_vec2();
            let scale = (cell / size).min_elem();
            around = Rect::from_center_size(place.center(), size * scale);
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture.id(), around, uv, Color32::WHITE);
        }
        if response.hovered() || response.has_focus() {
            let stroke = Stroke::new(2.0, colours.accent);
            painter.rect_stroke(around, 2, stroke, StrokeKind::Outside);
        }
        let font = FontId::proportional(12.0);
        let middle = Align2::CENTER_CENTER;
        let at = pos2(place.center().x, rect.bottom() - 0.5 * CAPTION);
        painter.text(at, middle, &self.name, font, colours.text);
        response.clicked()
    }
}
