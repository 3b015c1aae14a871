//! From tensor to texture without leaving the GPU.

use super::{Frame, Pixels};
use crate::error::{Error, Result, catch_panic};
use burn::tensor::Tensor;
use burn_wgpu::{CubeBackend, Wgpu};
use cubecl::wgpu::{AutoCompiler, WgpuServer};
use std::borrow::Cow;

/// Textures that are written in turn, so that none is written while the window still draws it.
const RING: usize = 3;

/// The compute pass that shows tensors; lives on the compute thread.
pub struct Screen {
    device: wgpu::Device,
    queue: wgpu::Queue,
    pipeline: wgpu::ComputePipeline,
    ring: [Option<wgpu::Texture>; RING],
    next: usize,
}

impl Screen {
    /// The pass on the device that the networks compute on.
    pub fn new(device: wgpu::Device, queue: wgpu::Queue) -> Self {
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("tensor to texture"),
            source: wgpu::ShaderSource::Wgsl(Cow::Borrowed(include_str!(
                "../../shaders/tensor_to_texture.wgsl"
            ))),
        });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some("tensor to texture"),
            layout: None,
            module: &module,
            entry_point: Some("main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        Self {
            device,
            queue,
            pipeline,
            ring: [const { None }; RING],
            next: 0,
        }
    }

    /// Writes the picture `[1, 3, H, W]`, sRGB 0..1, on the shared device, into the next texture
    /// of the ring. Nothing is read back.
    ///
    /// # Errors
    /// If the tensor lies on another device, or the device fails.
    pub fn show(&mut self, picture: Tensor<4>) -> Result<Frame> {
        catch_panic(|| self.show_inner(picture))
            .and_then(|shown| shown)
            .map_err(Error::Compute)
    }

    fn show_inner(&mut self, picture: Tensor<4>) -> Result<Frame, String> {
        let [_, _, height, width] = picture.dims();
        let fused = picture
            .try_into_primitive::<Wgpu>()
            .map_err(|e| format!("the picture is not on the window's device: {e:?}"))?;
        let planes = fused
            .client
            .clone()
            .resolve_tensor_float::<CubeBackend>(fused);
        let planes = burn_cubecl::kernel::into_contiguous(planes);
        let resource = planes
            .client
            .get_resource::<WgpuServer<AutoCompiler>>(planes.handle.clone())
            .map_err(|e| format!("{e:?}"))?;
        let texture = self.texture(width as u32, height as u32);
        let size = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("size"),
            size: 8,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let numbers = [width as u32, height as u32];
        self.queue
            .write_buffer(&size, 0, bytemuck::cast_slice(&numbers));
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let entry = |binding, resource| wgpu::BindGroupEntry { binding, resource };
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("tensor to texture"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &[
                entry(0, resource.resource().as_wgpu_bind_resource()),
                entry(1, size.as_entire_binding()),
                entry(2, wgpu::BindingResource::TextureView(&view)),
            ],
        });
        let mut encoder = self.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, &group, &[]);
            pass.dispatch_workgroups(numbers[0].div_ceil(8), numbers[1].div_ceil(8), 1);
        }
        // The tensor is alive until here, so its memory has not been given to anybody else.
        self.queue.submit([encoder.finish()]);
        Ok(Frame {
            width,
            height,
            pixels: Pixels::Gpu(texture),
        })
    }

    fn texture(&mut self, width: u32, height: u32) -> wgpu::Texture {
        self.next = (self.next + 1) % RING;
        let slot = &mut self.ring[self.next];
        let fits = |t: &wgpu::Texture| (t.width(), t.height()) == (width, height);
        if let Some(texture) = slot.as_ref().filter(|t| fits(t)) {
            return texture.clone();
        }
        let texture = self.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rgba8Unorm,
            usage: wgpu::TextureUsages::STORAGE_BINDING
                | wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        *slot = Some(texture.clone());
        texture
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::{bytes_read, device::windowless, provoke_error, to_tensor};
    use naga::{
        front::wgsl,
        valid::{Capabilities, ValidationFlags, Validator},
    };

    #[test]
    fn every_shader_is_valid() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("shaders");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).expect("shaders") {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("text");
            let module = wgsl::parse_str(&text).expect("WGSL");
            Validator::new(ValidationFlags::all(), Capabilities::default())
                .validate(&module)
                .expect("valid");
            count += 1;
        }
        assert!(count > 0);
    }

    /// The bytes of a texture, row by row.
    fn texels(device: &wgpu::Device, queue: &wgpu::Queue, texture: &wgpu::Texture) -> Vec<u8> {
        let row = (4 * texture.width()).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: u64::from(row * texture.height()),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&Default::default());
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(row),
            rows_per_image: None,
        };
        let to = wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout,
        };
        encoder.copy_texture_to_buffer(texture.as_image_copy(), to, texture.size());
        queue.submit([encoder.finish()]);
        buffer.slice(..).map_async(wgpu::MapMode::Read, |mapped| {
            mapped.expect("mapped");
        });
        device
            .poll(wgpu::PollType::wait_indefinitely())
            .expect("done");
        let bytes = buffer.slice(..).get_mapped_range().expect("mapped");
        let rows = bytes.chunks_exact(row as usize);
        rows.flat_map(|r| &r[..4 * texture.width() as usize])
            .copied()
            .collect()
    }

    #[test]
    fn a_tensor_reaches_the_screen_on_one_device_and_unread_and_errors_are_told() {
        let window = windowless().expect("an adapter; tools/setup installs a software one");
        let (compute, errors) = window.compute("test").expect("burn takes the device");
        let mut screen = Screen::new(window.device.clone(), window.queue.clone());
        let (width, height) = (37, 5);
        let half: Vec<f32> = (0..3 * width * height)
            .map(|i| i as f32 * 0.6 / 500.0)
            .collect();
        // Work that is still pending, values beyond white, and a part of a larger tensor.
        let wide = to_tensor(&half, width, height, &compute.device) * 2.0;
        let picture = wide.narrow(3, 1, width - 2);
        let before = bytes_read();
        let frame = screen.show(picture).expect("shown");
        assert_eq!(bytes_read(), before, "nothing is read back to be shown");
        let Pixels::Gpu(texture) = frame.pixels else {
            panic!("the frame left the GPU");
        };
        let seen = texels(&window.device, &window.queue, &texture);
        for y in 0..height {
            for x in 0..width - 2 {
                let from = 3 * (y * width + x + 1);
                let cell = 4 * (y * (width - 2) + x);
                for channel in 0..3 {
                    let want = (2.0 * half[from + channel]).clamp(0.0, 1.0) * 255.0;
                    let error = (f32::from(seen[cell + channel]) - want).abs();
                    assert!(error < 0.51, "{x},{y}: {error}");
                }
                assert_eq!(seen[cell + 3], 255);
            }
        }
        assert_eq!(errors.take(), None, "burn and the screen share a device");

        let fail = || provoke_error(&window.device);
        fail();
        assert_eq!(errors.take(), None, "the window's own");
        std::thread::scope(|scope| drop(scope.spawn(fail)));
        let told = errors.take().expect("an error");
        assert!(told.contains("create_texture"), "{told}");
        assert_eq!(errors.take(), None);
    }
}
