//! Pictures on the screen that change: textures in tiles that every adapter can hold.

use crate::{
    compute::{Frame, Pixels},
    gui::still_picture::StillPicture,
    picture::Crop,
};
use eframe::egui_wgpu::{RenderState, wgpu};
use egui::{
    Color32, ColorImage, Context, ImageData, Mesh, Painter, Rect, Shape, TextureHandle, TextureId,
    TextureOptions, pos2, vec2,
};
use std::sync::Arc;

/// One size of a picture as textures.
struct Tiles {
    width: usize,
    height: usize,
    /// Each with the part of the picture that it holds, 0 to 1.
    tiles: Vec<(Rect, TextureHandle)>,
}

pub(in crate::gui) fn options(sharp: bool) -> TextureOptions {
    TextureOptions {
        magnification: if sharp {
            egui::TextureFilter::Nearest
        } else {
            egui::TextureFilter::Linear
        },
        ..TextureOptions::LINEAR
    }
}

impl Tiles {
    fn new(ctx: &Context, width: usize, height: usize, rgba: &[u8], sharp: bool) -> Self {
        let side = ctx.input(|input| input.max_texture_side).max(256);
        let mut tiles = Vec::new();
        for top in (0..height).step_by(side) {
            for left in (0..width).step_by(side) {
                let (w, h) = (side.min(width - left), side.min(height - top));
                let image = cut(rgba, width, left, top, w, h);
                let handle = ctx.load_texture("picture", ImageData::Color(image), options(sharp));
                let scale = vec2(1.0 / width as f32, 1.0 / height as f32);
                let part = Rect::from_min_size(
                    pos2(left as f32 * scale.x, top as f32 * scale.y),
                    vec2(w as f32 * scale.x, h as f32 * scale.y),
                );
                tiles.push((part, handle));
            }
        }
        Self {
            width,
            height,
            tiles,
        }
    }

    /// Replaces the pixels where the size is the same, which keeps the textures.
    fn set(&mut self, width: usize, height: usize, rgba: &[u8], sharp: bool) -> bool {
        let same = (self.width, self.height) == (width, height) && self.tiles.len() == 1;
        if let (true, Some((_, handle))) = (same, self.tiles.first_mut()) {
            let image = cut(rgba, width, 0, 0, width, height);
            handle.set(ImageData::Color(image), options(sharp));
        }
        same
    }

    fn paint(&self, painter: &Painter, rect: Rect, tint: Color32) {
        for (part, handle) in &self.tiles {
            let place = Rect::from_min_max(
                rect.lerp_inside(part.min.to_vec2()),
                rect.lerp_inside(part.max.to_vec2()),
            );
            image(painter, handle.id(), place, tint);
        }
    }
}

fn image(painter: &Painter, id: TextureId, rect: Rect, tint: Color32) {
    let mut mesh = Mesh::with_texture(id);
    let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    mesh.add_rect_with_uv(rect, uv, tint);
    painter.add(Shape::mesh(mesh));
}

/// A rectangle of a picture, for a texture.
pub(in crate::gui) fn cut(
    rgba: &[u8],
    stride: usize,
    left: usize,
    top: usize,
    width: usize,
    height: usize,
) -> Arc<ColorImage> {
    let mut pixels = Vec::with_capacity(width * height);
    for y in top..top + height {
        let row = &rgba[4 * (y * stride + left)..][..4 * width];
        let pixel = |p: &[u8]| Color32::from_rgba_unmultiplied(p[0], p[1], p[2], p[3]);
        pixels.extend(row.chunks_exact(4).map(pixel));
    }
    Arc::new(ColorImage::new([width, height], pixels))
}

/// A picture that changes with every frame of the engine.
#[derive(Default)]
pub struct LivePicture {
    frame: Option<Frame>,
    tiles: Option<Tiles>,
    still: Option<StillPicture>,
    native: Option<TextureId>,
    sharp: bool,
}

impl LivePicture {
    /// Takes a new frame.
    pub fn set(&mut self, ctx: &Context, gpu: Option<&RenderState>, frame: Frame) {
        self.frame = Some(frame);
        self.still = None;
        self.upload(ctx, gpu);
    }

    /// The frame that is shown.
    pub fn frame(&self) -> Option<&Frame> {
        self.frame.as_ref()
    }

    /// Forgets the picture.
    pub fn clear(&mut self) {
        self.frame = None;
        self.tiles = None;
        self.still = None;
    }

    /// Width and height, if there is a picture.
    pub fn size(&self) -> Option<(usize, usize)> {
        self.frame.as_ref().map(|frame| (frame.width, frame.height))
    }

    /// Whether the picture lies on the GPU.
    #[cfg(test)]
    pub fn on_gpu(&self) -> bool {
        matches!(&self.frame, Some(frame) if matches!(frame.pixels, Pixels::Gpu(_)))
    }

    /// Shows single pixels, or blends them.
    pub fn sharpen(&mut self, ctx: &Context, gpu: Option<&RenderState>, sharp: bool) {
        if self.sharp != sharp {
            self.sharp = sharp;
            self.upload(ctx, gpu);
        }
    }

    fn upload(&mut self, ctx: &Context, gpu: Option<&RenderState>) {
        let Some(frame) = &self.frame else { return };
        if !matches!(frame.pixels, Pixels::Levels(_)) {
            self.still = None;
        }
        match (&frame.pixels, gpu) {
            // It becomes textures by and by, and blends or not by itself.
            (Pixels::Levels(levels), _) => {
                self.tiles = None;
                self.still
                    .get_or_insert_with(|| StillPicture::new(levels.clone()));
            }
            (Pixels::Cpu(rgba), _) => {
                let (width, height) = (frame.width, frame.height);
                let kept = self
                    .tiles
                    .as_mut()
                    .is_some_and(|tiles| tiles.set(width, height, rgba, self.sharp));
                if !kept {
                    self.tiles = Some(Tiles::new(ctx, width, height, rgba, self.sharp));
                }
            }
            // The window samples the very texture that the compute pass wrote.
            (Pixels::Gpu(texture), Some(gpu)) => {
                self.tiles = None;
                let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
                let filter = if self.sharp {
                    wgpu::FilterMode::Nearest
                } else {
                    wgpu::FilterMode::Linear
                };
                let mut renderer = gpu.renderer.write();
                match self.native {
                    Some(id) => renderer.update_egui_texture_from_wgpu_texture(
                        &gpu.device,
                        &view,
                        filter,
                        id,
                    ),
                    None => {
                        let id = renderer.register_native_texture(&gpu.device, &view, filter);
                        self.native = Some(id);
                    }
                }
            }
            (Pixels::Gpu(_), None) => {}
        }
    }

    /// Paints it into `rect`.
    pub fn paint(&mut self, painter: &Painter, rect: Rect, tint: Color32) {
        if let Some(still) = &mut self.still {
            still.paint(painter, rect, Crop::default(), self.sharp, tint);
            return;
        }
        match (&self.frame, &self.tiles, self.native) {
            (None, ..) => {}
            (Some(_), Some(tiles), _) => tiles.paint(painter, rect, tint),
            (Some(_), None, Some(id)) => image(painter, id, rect, tint),
            (Some(_), None, None) => {}
        }
    }
}

/// A small picture as one texture.
pub fn small(ctx: &Context, width: usize, height: usize, rgba: &[u8]) -> TextureHandle {
    let image = cut(rgba, width, 0, 0, width, height);
    ctx.load_texture("thumbnail", ImageData::Color(image), TextureOptions::LINEAR)
}
